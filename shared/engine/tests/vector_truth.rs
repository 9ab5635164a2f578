//! Every operation on bits and three-valued truth, against what its words say row by row.

use engine::vector::bits::WORD;
use engine::vector::compare::{
    TILE_WORDS, above, above_number, above_pairs, below_number, compare_tile, known,
};
use engine::vector::{Bits, Truth};
use proptest::prelude::*;

/// Yes, no, or not known.
type Answer = Option<bool>;

fn rows() -> impl Strategy<Value = usize> {
    prop_oneof![0_usize..4, 60_usize..70, 120_usize..140, 500_usize..1100]
}

/// Small whole numbers, so that values are often equal, and holes.
fn value() -> impl Strategy<Value = f64> {
    prop_oneof![8 => (-3_i8..4).prop_map(f64::from), 1 => Just(f64::NAN), 1 => Just(-0.0)]
}

fn column() -> impl Strategy<Value = Vec<f64>> {
    rows().prop_flat_map(|rows| prop::collection::vec(value(), rows))
}

fn columns() -> impl Strategy<Value = (Vec<f64>, Vec<f64>)> {
    rows().prop_flat_map(|rows| {
        let column = || prop::collection::vec(value(), rows);
        (column(), column())
    })
}

/// Long runs as well as noise.
fn answers(rows: usize) -> impl Strategy<Value = Vec<Answer>> {
    let one = prop_oneof![Just(Some(true)), Just(Some(false)), Just(None)];
    let run = (one, 1_usize..9);
    prop::collection::vec(run, rows).prop_map(move |runs| {
        let flat = runs.into_iter();
        let flat = flat.flat_map(|(answer, length)| std::iter::repeat_n(answer, length));
        flat.take(rows).collect()
    })
}

fn answer() -> impl Strategy<Value = Vec<Answer>> {
    rows().prop_flat_map(answers)
}

fn truth(answers: &[Answer]) -> Truth {
    let holds = Bits::of_rows(answers.iter().map(|one| *one == Some(true)));
    Truth::new(&holds, Bits::of_rows(answers.iter().map(Option::is_some)))
}

fn read(truth: &Truth, rows: usize) -> Vec<Answer> {
    assert_eq!((truth.holds().rows(), truth.known().rows()), (rows, rows));
    assert_eq!(truth.holds().and_not(truth.known()), Bits::none(rows));
    let one = |row| truth.known().get(row).then(|| truth.holds().get(row));
    (0..rows).map(one).collect()
}

fn list(bits: &Bits) -> Vec<bool> {
    (0..bits.rows()).map(|row| bits.get(row)).collect()
}

fn both(left: Answer, right: Answer) -> Answer {
    match (left, right) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn one(left: Answer, right: Answer) -> Answer {
    opposite(both(opposite(left), opposite(right)))
}

fn opposite(answer: Answer) -> Answer {
    answer.map(|holds| !holds)
}

/// The last `bars` rows up to this one, those before the first unknown.
fn window(answers: &[Answer], row: usize, bars: usize) -> impl Iterator<Item = Answer> + '_ {
    (0..bars).map(move |back| row.checked_sub(back).and_then(|row| answers[row]))
}

fn compare(left: f64, right: f64) -> Answer {
    (!left.is_nan() && !right.is_nan()).then_some(left > right)
}

proptest! {
    #[test]
    fn comparisons_say_what_each_row_says((left, right) in columns(), number in value()) {
        let each = |rule: &dyn Fn(f64, f64) -> Answer| -> Vec<Answer> {
            left.iter().zip(&right).map(|(left, right)| rule(*left, *right)).collect()
        };
        let rows = left.len();
        prop_assert_eq!(read(&Truth::above(&left, &right), rows), each(&compare));
        let above = Truth::above_number(&left, number);
        prop_assert_eq!(read(&above, rows), each(&|left, _| compare(left, number)));
        let below = Truth::below_number(&left, number);
        prop_assert_eq!(read(&below, rows), each(&|left, _| compare(number, left)));
        let want: Vec<bool> = left.iter().map(|value| !value.is_nan()).collect();
        prop_assert_eq!(list(&known(&left)), want);
        let want: Vec<bool> = left.iter().map(|value| *value > number).collect();
        prop_assert_eq!(list(&above_number(&left, number)), want);
        let want: Vec<bool> = left.iter().map(|value| *value < number).collect();
        prop_assert_eq!(list(&below_number(&left, number)), want);
    }

    #[test]
    fn a_shorter_column_is_missing_past_its_end(left in column(), right in column()) {
        let at = |row: usize| right.get(row).copied().unwrap_or(f64::NAN);
        let want: Vec<Answer> = left.iter().enumerate().map(|(row, left)| compare(*left, at(row))).collect();
        prop_assert_eq!(read(&Truth::above(&left, &right), left.len()), want);
    }

    #[test]
    fn many_pairs_in_tiles_are_the_same_as_one_after_the_other(
        columns in prop::collection::vec(column(), 1..6),
    ) {
        let pairs: Vec<(&[f64], &[f64])> = columns
            .iter()
            .flat_map(|left| columns.iter().map(|right| (left.as_slice(), right.as_slice())))
            .collect();
        let want: Vec<Bits> = pairs.iter().map(|(left, right)| above(left, right)).collect();
        prop_assert_eq!(&above_pairs(&pairs), &want);
        for tile in 0..4 {
            let mut words = vec![u64::MAX; pairs.len() * TILE_WORDS];
            compare_tile(&pairs, tile, &mut words);
            for (words, want) in words.chunks(TILE_WORDS).zip(&want) {
                let at = |index: usize| want.words().get(tile * TILE_WORDS + index).copied();
                for (index, word) in words.iter().enumerate() {
                    prop_assert_eq!(*word, at(index).unwrap_or(0));
                }
            }
        }
    }

    #[test]
    fn a_cross_needs_two_known_bars((left, right) in columns()) {
        let at = |row: usize| compare(left[row], right[row]);
        let want = |row: usize| {
            let (before, now) = (at(row.checked_sub(1)?)?, at(row)?);
            Some(!before && now)
        };
        let want: Vec<Answer> = (0..left.len()).map(want).collect();
        prop_assert_eq!(read(&Truth::crosses_above(&left, &right), left.len()), want);
    }

    #[test]
    fn and_or_not_follow_kleene(
        (left, right) in rows().prop_flat_map(|rows| (answers(rows), answers(rows))),
    ) {
        let (a, b, rows) = (truth(&left), truth(&right), left.len());
        let each = |law: fn(Answer, Answer) -> Answer| -> Vec<Answer> {
            left.iter().zip(&right).map(|(left, right)| law(*left, *right)).collect()
        };
        prop_assert_eq!(read(&a.and(&b), rows), each(both));
        prop_assert_eq!(read(&a.or(&b), rows), each(one));
        prop_assert_eq!(read(&a.not(), rows), each(|left, _| opposite(left)));
        for holds in [true, false] {
            prop_assert_eq!(read(&Truth::always(rows, holds), rows), vec![Some(holds); rows]);
        }
    }

    #[test]
    fn windows_follow_kleene_over_their_bars(
        answers in answer(),
        bars in prop_oneof![0_usize..10, 60_usize..70, 100_usize..200, Just(usize::MAX / 2)],
    ) {
        let (a, rows) = (truth(&answers), answers.len());
        // What lies further back than the first bar is unknown, once or often.
        let width = bars.min(rows + 1);
        let fold = |start: Answer, law: fn(Answer, Answer) -> Answer| -> Vec<Answer> {
            (0..rows).map(|row| window(&answers, row, width).fold(start, law)).collect()
        };
        prop_assert_eq!(read(&a.for_bars(bars), rows), fold(Some(true), both));
        prop_assert_eq!(read(&a.within(bars), rows), fold(Some(false), one));
        let lagged = |row: usize| row.checked_sub(bars).and_then(|row| answers[row]);
        let want: Vec<Answer> = (0..rows).map(lagged).collect();
        prop_assert_eq!(read(&a.lag(bars), rows), want);
    }

    #[test]
    fn bits_are_found_counted_and_listed(answers in answer(), from in 0_usize..1200, to in 0_usize..1200) {
        let set: Vec<bool> = answers.iter().map(|one| *one == Some(true)).collect();
        let bits = Bits::of_rows(set.iter().copied());
        prop_assert_eq!(&list(&bits), &set);
        prop_assert_eq!(bits.words().len(), set.len().div_ceil(WORD));
        prop_assert!(!bits.get(set.len()));
        let find = |wanted: bool| (from..set.len()).find(|row| set[*row] == wanted);
        prop_assert_eq!(bits.next_set(from), find(true));
        prop_assert_eq!(bits.next_clear(from), find(false));
        let ones: Vec<usize> = (0..set.len()).filter(|row| set[*row]).collect();
        prop_assert_eq!(bits.ones().collect::<Vec<_>>(), ones.clone());
        prop_assert_eq!(bits.count(), ones.len());
        let inside = ones.iter().filter(|row| (from..to).contains(row)).count();
        prop_assert_eq!(bits.count_in(from..to), inside);
        let mut covered = vec![false; set.len()];
        let mut end = None;
        for range in bits.ranges() {
            prop_assert!(range.start < range.end && end.is_none_or(|end| end < range.start));
            end = Some(range.end);
            covered[range].fill(true);
        }
        prop_assert_eq!(covered, set);
    }

    #[test]
    fn words_are_joined_row_by_row(left in answer(), right in answer()) {
        let set = |answers: &[Answer]| -> Vec<bool> { answers.iter().map(|one| *one == Some(true)).collect() };
        let (left, right) = (set(&left), set(&right));
        let (a, b) = (Bits::of_rows(left.clone()), Bits::of_rows(right.clone()));
        let each = |law: fn(bool, bool) -> bool| -> Vec<bool> {
            let right = |row: usize| right.get(row).copied().unwrap_or(false);
            left.iter().enumerate().map(|(row, left)| law(*left, right(row))).collect()
        };
        prop_assert_eq!(list(&a.and(&b)), each(|left, right| left && right));
        prop_assert_eq!(list(&a.or(&b)), each(|left, right| left || right));
        prop_assert_eq!(list(&a.and_not(&b)), each(|left, right| left && !right));
        prop_assert_eq!(list(&a.not()), each(|left, _| !left));
        prop_assert_eq!(a.and(&a.not()), Bits::none(left.len()));
        prop_assert_eq!(a.or(&a.not()), Bits::all(left.len()));
    }
}

#[test]
fn three_bars_by_hand() {
    // Unknown, no, yes, yes, unknown.
    let answers = [None, Some(false), Some(true), Some(true), None];
    let truth = truth(&answers);
    // Two bars in a row: the first no decides rows 1 and 2; the last is unknown.
    let want = [None, Some(false), Some(false), Some(true), None];
    assert_eq!(read(&truth.for_bars(2), 5), want);
    // Within two: row 4 held a bar ago.
    let want = [None, None, Some(true), Some(true), Some(true)];
    assert_eq!(read(&truth.within(2), 5), want);
    let want = [None, None, Some(true), Some(false), None];
    assert_eq!(read(&truth.turns(), 5), want);
}
