//! Names of bars that were hashed before: from what they are made of to their SHA-256. An aid and never the truth.
//!
//! The file: magic (8) · version u32 · entries of recipe (32) and name (32), oldest first · SHA-256 of all before. Numbers are
//! little-endian. A file that isn't exactly this holds no names.

use crate::series::{SegmentEntry, SeriesEntry};
use domain::{Digest, Span, Timeframe};
use std::collections::VecDeque;
use std::fmt::Write;

/// The file, beside the segments.
pub const FILE: &str = "NAMES";

/// Names that are kept; the oldest goes first.
pub const MOST: usize = 1_000;

/// The rules by which files become bars: reading, repeating closes, making bars longer, cutting, hashing. Whoever changes what comes
/// out of the same files counts on, or names of before would be given to other bars: `tests/pinned_names.rs` reminds of it.
pub const RULES: u32 = 1;

const MAGIC: [u8; 8] = *b"BACKNAME";
const VERSION: u32 = 1;
const HEAD: usize = 8 + 4;
const HASH: usize = 32;
/// The longest file there can be.
pub(crate) const LONGEST: usize = HEAD + MOST * 2 * HASH + HASH;

/// What bars are made of and how: equal, and the bars are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recipe(Digest);

impl Recipe {
    /// Bars of these segments, oldest first, made as long as `timeframe` and cut to the span. Each segment counts with both of
    /// its sums: the one that every reading checks, and the one that tells any two files apart.
    pub(crate) fn new<'a>(
        entry: &SeriesEntry,
        segments: impl Iterator<Item = &'a SegmentEntry>,
        timeframe: Timeframe,
        span: Option<Span>,
    ) -> Recipe {
        let policy = entry.gap_policy.as_str();
        let calendar = entry.calendar;
        let span = span.map(|span| (span.start.0, span.end.0));
        let mut text = format!(
            "{RULES}\n{}\n{timeframe}\n{span:?}\n{policy}\n{calendar:?}\n",
            entry.id
        );
        for segment in segments {
            // Writing into memory can't fail.
            let _ = writeln!(
                text,
                "{} {:016x} {}",
                segment.sha256, segment.xxh64, segment.bytes
            );
        }
        Recipe(Digest::of(text.as_bytes()))
    }
}

/// Names by recipe.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Names {
    /// Oldest first.
    kept: VecDeque<(Recipe, Digest)>,
}

impl Names {
    /// The name of the bars, when they were hashed before.
    pub fn get(&self, recipe: Recipe) -> Option<Digest> {
        let found = self.kept.iter().find(|(known, _)| *known == recipe);
        found.map(|(_, name)| *name)
    }

    /// Remembers a name, as the newest.
    pub fn put(&mut self, recipe: Recipe, name: Digest) {
        self.kept.retain(|(known, _)| *known != recipe);
        self.kept.push_back((recipe, name));
        if self.kept.len() > MOST {
            self.kept.pop_front();
        }
    }

    /// The bytes of the file.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(LONGEST);
        bytes.extend(MAGIC);
        bytes.extend(VERSION.to_le_bytes());
        for (recipe, name) in &self.kept {
            bytes.extend(recipe.0.0);
            bytes.extend(name.0);
        }
        bytes.extend(Digest::of(&bytes).0);
        bytes
    }

    /// Reads a file and believes nothing before its hash is right.
    pub(crate) fn decode(bytes: &[u8]) -> Option<Names> {
        let (body, hash) = bytes.split_last_chunk::<HASH>()?;
        let (magic, rest) = body.split_first_chunk::<8>()?;
        let (version, entries) = rest.split_first_chunk::<4>()?;
        let known = *magic == MAGIC && u32::from_le_bytes(*version) == VERSION;
        let (pairs, odd) = entries.as_chunks::<HASH>();
        let even = odd.is_empty() && pairs.len() % 2 == 0 && pairs.len() <= 2 * MOST;
        if !known || !even || Digest::of(body).0 != *hash {
            return None;
        }
        let (pairs, _) = pairs.as_chunks::<2>();
        let pair = |[recipe, name]: &[[u8; HASH]; 2]| (Recipe(Digest(*recipe)), Digest(*name));
        Some(Names {
            kept: pairs.iter().map(pair).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test")]
    use super::*;
    use crate::series::{GapPolicy, Origin, SeriesId};
    use crate::{Coverage, Period};
    use domain::{Calendar, Symbol, Ts, Venue};
    use proptest::prelude::*;

    fn sum(of: u64) -> Digest {
        Digest::of(&of.to_le_bytes())
    }

    fn names(of: std::ops::Range<u64>) -> Names {
        let mut names = Names::default();
        of.for_each(|at| names.put(Recipe(sum(at)), sum(at + 1_000_000)));
        names
    }

    #[test]
    fn what_was_put_is_found_and_nothing_else() {
        let names = names(0..3);
        assert_eq!(names.get(Recipe(sum(1))), Some(sum(1_000_001)));
        assert_eq!(names.get(Recipe(sum(3))), None);
    }

    #[test]
    fn the_oldest_goes_and_one_put_again_is_the_newest() {
        let mut full = names(0..MOST as u64);
        full.put(Recipe(sum(0)), sum(7));
        full.put(Recipe(sum(5_000)), sum(8));
        assert_eq!(full.kept.len(), MOST);
        assert_eq!(full.get(Recipe(sum(0))), Some(sum(7)), "put again");
        assert_eq!(full.get(Recipe(sum(1))), None, "the oldest");
        assert_eq!(full.get(Recipe(sum(2))), Some(sum(1_000_002)));
        assert_eq!(full.encode().len(), LONGEST);
        assert_eq!(Names::decode(&full.encode()), Some(full));
    }

    #[test]
    fn a_flipped_bit_anywhere_leaves_no_names() {
        let whole = names(0..3).encode();
        for byte in 0..whole.len() {
            for bit in 0..8 {
                let mut bytes = whole.clone();
                bytes[byte] ^= 1 << bit;
                assert_eq!(Names::decode(&bytes), None, "byte {byte} bit {bit}");
            }
        }
    }

    #[test]
    fn a_file_cut_anywhere_leaves_no_names() {
        let whole = names(0..4).encode();
        for length in 0..whole.len() {
            assert_eq!(Names::decode(&whole[..length]), None, "{length} bytes");
        }
        let mut longer = whole;
        longer.push(0);
        assert_eq!(Names::decode(&longer), None);
    }

    #[test]
    fn a_whole_file_of_another_version_leaves_no_names() {
        let whole = names(0..2).encode();
        let mut body = whole[..whole.len() - HASH].to_vec();
        body[8] = 2;
        body.extend(Digest::of(&body).0);
        assert_eq!(Names::decode(&body), None);
    }

    fn entry() -> SeriesEntry {
        SeriesEntry {
            id: SeriesId::new(
                Venue::File,
                Symbol::parse("BTC").unwrap(),
                Timeframe::Minute1,
            ),
            span: Span {
                start: Ts(0),
                end: Ts(120_000),
            },
            bars: 2,
            bytes: 20,
            updated: Ts(0),
            source: Origin::Download,
            hash: sum(0),
            calendar: Calendar::AlwaysOpen,
            coverage: Coverage::default(),
            duplicates: 0,
            outliers: 0,
            gap_policy: GapPolicy::Leave,
            note: String::new(),
        }
    }

    fn segment(of: u64) -> SegmentEntry {
        SegmentEntry {
            file: String::new(),
            period: Period::of(Timeframe::Minute1, Ts(0)),
            span: entry().span,
            bars: 2,
            bytes: 20,
            sha256: sum(of),
            xxh64: of,
            coverage: Coverage::default(),
            outliers: 0,
        }
    }

    #[test]
    fn whatever_alters_the_bars_alters_the_recipe() {
        let (one, two) = (segment(1), segment(2));
        let minute = Timeframe::Minute1;
        let span = Some(entry().span);
        let other_sum = SegmentEntry {
            xxh64: 9,
            ..one.clone()
        };
        let other_hash = SegmentEntry {
            sha256: sum(9),
            ..one.clone()
        };
        let policy = |gap_policy| SeriesEntry {
            gap_policy,
            ..entry()
        };
        let calendar = SeriesEntry {
            calendar: Calendar::ExchangeSessions,
            ..entry()
        };
        let mut renamed = entry();
        renamed.id.symbol = Symbol::parse("ETH").unwrap();
        let shorter = Some(Span {
            start: Ts(0),
            end: Ts(60_000),
        });
        let all = [
            Recipe::new(&entry(), [&one, &two].into_iter(), minute, None),
            Recipe::new(&entry(), [&two, &one].into_iter(), minute, None),
            Recipe::new(&entry(), [&one].into_iter(), minute, None),
            Recipe::new(&entry(), [&other_sum, &two].into_iter(), minute, None),
            Recipe::new(&entry(), [&other_hash, &two].into_iter(), minute, None),
            Recipe::new(&entry(), [&one, &two].into_iter(), minute, span),
            Recipe::new(&entry(), [&one, &two].into_iter(), minute, shorter),
            Recipe::new(&entry(), [&one, &two].into_iter(), Timeframe::Minute5, None),
            Recipe::new(
                &policy(GapPolicy::Mark),
                [&one, &two].into_iter(),
                minute,
                None,
            ),
            Recipe::new(
                &policy(GapPolicy::FillForward),
                [&one, &two].into_iter(),
                minute,
                None,
            ),
            Recipe::new(&calendar, [&one, &two].into_iter(), minute, None),
            Recipe::new(&renamed, [&one, &two].into_iter(), minute, None),
        ];
        for (place, recipe) in all.iter().enumerate() {
            assert_eq!(all.iter().position(|other| other == recipe), Some(place));
        }
        let noted = SeriesEntry {
            note: "mine".to_owned(),
            ..entry()
        };
        let again = Recipe::new(&noted, [&one, &two].into_iter(), minute, None);
        assert_eq!(again, all[0], "a note alters no bar");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn names_come_back_as_they_went(of in prop::collection::vec((0_u64..40, 0_u64..1_000), 0..80)) {
            let mut names = Names::default();
            for (recipe, name) in &of {
                names.put(Recipe(sum(*recipe)), sum(*name));
            }
            let back = Names::decode(&names.encode()).unwrap();
            prop_assert_eq!(&back, &names);
            for at in 0..40 {
                let last = of.iter().rev().find(|(recipe, _)| *recipe == at);
                prop_assert_eq!(back.get(Recipe(sum(at))), last.map(|(_, name)| sum(*name)));
            }
        }

        #[test]
        fn strange_bytes_are_no_names(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            prop_assert_eq!(Names::decode(&bytes), None);
        }
    }
}
