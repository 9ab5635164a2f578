//! One bit per bar, kept in words of 64, so that a condition over 180,000 bars is 22 KB and a few microseconds.

pub use indicators::lanes::WORD;

use std::ops::Range;

/// A yes or no for every bar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bits {
    /// Bits past the last row stay clear, so that counts and comparisons need no care.
    words: Vec<u64>,
    rows: usize,
}

impl Bits {
    /// No row is set.
    pub fn none(rows: usize) -> Bits {
        Bits {
            words: vec![0; rows.div_ceil(WORD)],
            rows,
        }
    }

    /// Every row is set.
    pub fn all(rows: usize) -> Bits {
        Bits::of_words(vec![u64::MAX; rows.div_ceil(WORD)], rows)
    }

    /// Row by row; the kernels in `compare` are the fast way.
    pub fn of_rows(rows: impl IntoIterator<Item = bool>) -> Bits {
        let mut done = Bits::default();
        for set in rows {
            if done.rows.is_multiple_of(WORD) {
                done.words.push(0);
            }
            if let Some(last) = done.words.last_mut() {
                *last |= u64::from(set) << (done.rows % WORD);
            }
            done.rows += 1;
        }
        done
    }

    /// From words with row 0 as the lowest bit of the first; what lies past the rows is dropped, what is missing is clear.
    pub fn of_words(mut words: Vec<u64>, rows: usize) -> Bits {
        words.resize(rows.div_ceil(WORD), 0);
        let mut done = Bits { words, rows };
        done.trim();
        done
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The words, row 0 as the lowest bit of the first.
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// Is this row set? A row that doesn't exist is not.
    #[inline]
    pub fn get(&self, row: usize) -> bool {
        let word = self.words.get(row / WORD).copied().unwrap_or(0);
        word >> (row % WORD) & 1 == 1
    }

    /// Word by word; a row that the other one lacks counts as clear.
    pub(super) fn join(&self, other: &Bits, law: impl Fn(u64, u64) -> u64) -> Bits {
        let mut words = self.words.clone();
        let shared = other.words.len().min(words.len());
        let (with, without) = words.split_at_mut(shared);
        for (word, right) in with.iter_mut().zip(&other.words) {
            *word = law(*word, *right);
        }
        for word in without {
            *word = law(*word, 0);
        }
        Bits::of_words(words, self.rows)
    }

    /// Rows set in both.
    pub fn and(&self, other: &Bits) -> Bits {
        self.join(other, |left, right| left & right)
    }

    /// Rows set here and not there.
    pub fn and_not(&self, other: &Bits) -> Bits {
        self.join(other, |left, right| left & !right)
    }

    /// Rows set in one or both.
    pub fn or(&self, other: &Bits) -> Bits {
        self.join(other, |left, right| left | right)
    }

    /// Rows that are clear here.
    pub fn not(&self) -> Bits {
        Bits::of_words(self.words.iter().map(|word| !word).collect(), self.rows)
    }

    /// Row t says what row t − bars said; the first rows are clear.
    pub fn later(mut self, bars: usize) -> Bits {
        self.fold_later(bars, |_, earlier| earlier);
        self
    }

    /// Rows set here that were clear one row earlier, where both are known; and where both are.
    pub(super) fn turned(holds: &Bits, known: &Bits) -> (Bits, Bits) {
        let (mut held, mut knew) = (0, 0);
        let words = holds.words.iter().zip(&known.words);
        let (turned, both) = words
            .map(|(now, known)| {
                let both = known & (known << 1 | knew >> (WORD - 1));
                let turned = now & !(now << 1 | held >> (WORD - 1)) & both;
                (held, knew) = (*now, *known);
                (turned, both)
            })
            .unzip();
        (
            Bits::of_words(turned, holds.rows),
            Bits::of_words(both, known.rows),
        )
    }

    /// These rows alone, counted from the first of them, which must begin a word.
    pub(super) fn part(&self, rows: Range<usize>) -> Bits {
        debug_assert!(
            rows.start.is_multiple_of(WORD),
            "{rows:?} must begin a word"
        );
        let words = self.words.get(rows.start / WORD..).unwrap_or_default();
        let wanted = rows.len().div_ceil(WORD);
        Bits::of_words(words.get(..wanted).unwrap_or(words).to_vec(), rows.len())
    }

    /// Set where each of the last `bars` rows is set; rows before the first count as clear, and none at all as set.
    pub fn each_of_last(self, bars: usize) -> Bits {
        if bars == 0 {
            return Bits::all(self.rows);
        }
        self.doubled(bars, |now, earlier| now & earlier)
    }

    /// Set where one of the last `bars` rows is set.
    pub fn any_of_last(self, bars: usize) -> Bits {
        if bars == 0 {
            return Bits::none(self.rows);
        }
        self.doubled(bars, |now, earlier| now | earlier)
    }

    /// A window of any width from windows of 1, 2, 4, 8 …: that two of them overlap doesn't matter to `and` and `or`.
    fn doubled(mut self, bars: usize, law: impl Fn(u64, u64) -> u64) -> Bits {
        let bars = bars.min(self.rows + 1);
        let mut width = 1;
        while width < bars {
            let step = width.min(bars - width);
            self.fold_later(step, &law);
            width += step;
        }
        self
    }

    /// Joins every row with the one so many bars earlier.
    fn fold_later(&mut self, bars: usize, law: impl Fn(u64, u64) -> u64) {
        let (whole, part) = (bars / WORD, bars % WORD);
        let old = self.words.clone();
        let (before, rest) = self.words.split_at_mut(whole.min(old.len()));
        for now in before {
            *now = law(*now, 0);
        }
        let mut lower = 0;
        for (now, upper) in rest.iter_mut().zip(old) {
            // In two steps, because a shift by 64 is none.
            *now = law(*now, upper << part | lower >> (WORD - 1 - part) >> 1);
            lower = upper;
        }
        self.trim();
    }

    fn trim(&mut self) {
        if let (Some(last), over @ 1..) = (self.words.last_mut(), self.rows % WORD) {
            *last &= !(u64::MAX << over);
        }
    }

    /// The first set row at or after this one.
    #[inline]
    pub fn next_set(&self, from: usize) -> Option<usize> {
        self.next(from, |word| word)
    }

    /// The first clear row at or after this one.
    #[inline]
    pub fn next_clear(&self, from: usize) -> Option<usize> {
        self.next(from, |word| !word).filter(|row| *row < self.rows)
    }

    #[inline]
    fn next(&self, from: usize, wanted: impl Fn(u64) -> u64) -> Option<usize> {
        let mut index = from / WORD;
        let mut word = wanted(*self.words.get(index)?) & (u64::MAX << (from % WORD));
        while word == 0 {
            index += 1;
            word = wanted(*self.words.get(index)?);
        }
        Some(index * WORD + word.trailing_zeros() as usize)
    }

    /// All set rows in order.
    pub fn ones(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(index, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                (left != 0).then(|| {
                    let row = index * WORD + left.trailing_zeros() as usize;
                    left &= left - 1;
                    row
                })
            })
        })
    }

    /// The stretches of set rows in order, each as long as it can be.
    pub fn ranges(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let mut from = 0;
        std::iter::from_fn(move || {
            let start = self.next_set(from)?;
            from = self.next_clear(start).unwrap_or(self.rows);
            Some(start..from)
        })
    }

    /// How many rows are set.
    pub fn count(&self) -> usize {
        self.count_in(0..self.rows)
    }

    /// How many of these rows are set.
    pub fn count_in(&self, range: Range<usize>) -> usize {
        let end = range.end.min(self.rows);
        if range.start >= end {
            return 0;
        }
        let (first, last) = (range.start / WORD, (end - 1) / WORD);
        let words = self.words.get(first..=last).unwrap_or_default();
        let all: u32 = words.iter().map(|word| word.count_ones()).sum();
        let before = words.first().map_or(0, |word| {
            (word & !(u64::MAX << (range.start % WORD))).count_ones()
        });
        let after = match (words.last(), end % WORD) {
            (Some(word), over @ 1..) => (word & (u64::MAX << over)).count_ones(),
            _ => 0,
        };
        (all - before - after) as usize
    }
}
