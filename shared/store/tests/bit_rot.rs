//! Bits flip and files lose their ends: every time it is noticed, the file is named, and the rest can be used.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

mod common;

use common::{NOW, bars, id, now, open};
use domain::random::Random;
use domain::{Timeframe, Ts, Venue};
use store::sim::{Disk, Files};
use store::{Error, Library, SLOTS, SlotState, Write};

/// Damages per run.
const DAMAGES: u64 = 10_000;

/// Three series over several segments, with two generations in the slots.
fn library() -> Files {
    let disk = Disk::new();
    let (mut library, _) = open(&disk);
    let february = Ts(Ts::from_date(2024, 2, 1).0 - 20 * 60_000);
    for (id, bars) in [
        (
            id(Venue::Upbit, "KRW-BTC", Timeframe::Minute1),
            bars(Timeframe::Minute1, february, 0..40),
        ),
        (
            id(Venue::Binance, "BTCUSDT", Timeframe::Hour1),
            bars(Timeframe::Hour1, Ts::from_date(2023, 12, 31), 0..40),
        ),
        (
            id(Venue::Alpaca, "BRK.B", Timeframe::Day1),
            bars(Timeframe::Day1, Ts::from_date(2024, 1, 1), 0..40),
        ),
    ] {
        now(library.append(id, &bars, Write::download(NOW))).unwrap();
    }
    disk.files()
}

#[test]
fn every_damage_is_noticed_and_named_and_the_rest_is_usable() {
    let files = library();
    let (whole, _) = open(Disk::of(files.clone()));
    let entries: Vec<_> = whole.series().cloned().collect();
    let bars: Vec<_> = entries
        .iter()
        .map(|entry| now(whole.load(entry.id, None)).unwrap().bars)
        .collect();
    let names: Vec<&String> = files.keys().collect();
    let newest = format!("MANIFEST.{}", (whole.generation() + 1) % 2);
    for round in 0..DAMAGES {
        let mut random = Random::named(round, "bit rot", 0);
        let name = names[random.below(names.len())];
        let length = files[name].len();
        let disk = Disk::of(files.clone());
        let what = if random.chance(0.2) {
            let cut = random.below(length);
            disk.truncate(name, cut);
            format!("{name} cut to {cut} of {length}, round {round}")
        } else {
            let (byte, bit) = (random.below(length), random.below(8) as u8);
            disk.flip(name, byte, bit);
            format!("{name} bit {bit} of byte {byte}, round {round}")
        };
        let (library, opened) =
            now(Library::open(&disk)).unwrap_or_else(|error| panic!("{what}: {error}"));
        if let Some(slot) = SLOTS.iter().position(|slot| slot == name) {
            assert_eq!(opened.slots[slot], SlotState::Damaged, "{what}");
            assert_eq!(
                opened
                    .damaged
                    .iter()
                    .map(|damage| &damage.file)
                    .collect::<Vec<_>>(),
                [name],
                "{what}"
            );
            // The other slot is open: all series, or the generation before the last append.
            let series = if *name == newest { 2 } else { 3 };
            assert_eq!(library.series().count(), series, "{what}");
            assert!(now(library.verify(None)).unwrap().is_empty(), "{what}");
            continue;
        }
        assert!(opened.damaged.is_empty(), "{what}");
        let damaged = now(library.verify(None)).unwrap();
        assert_eq!(
            damaged
                .iter()
                .map(|damage| &damage.file)
                .collect::<Vec<_>>(),
            [name],
            "{what}"
        );
        for (entry, bars) in entries.iter().zip(&bars) {
            let hit = library
                .segments(entry.id)
                .iter()
                .position(|segment| segment.file == *name);
            match (now(library.load(entry.id, None)), hit) {
                (Ok(loaded), None) => assert_eq!(loaded.bars, *bars, "{what}"),
                (Err(Error::Damaged(damage)), Some(hit)) => {
                    assert_eq!(damage.file, *name, "{what}");
                    // The other segments of the series are still there.
                    let rest = now(library.load_rest(entry.id, None)).unwrap();
                    let lost = library.segments(entry.id)[hit].bars as usize;
                    assert_eq!(
                        (rest.bars.len(), rest.damaged.len()),
                        (bars.len() - lost, 1),
                        "{what}"
                    );
                    let others = library
                        .segments(entry.id)
                        .iter()
                        .filter(|segment| segment.file != *name);
                    for other in others {
                        let part = now(library.load(entry.id, Some(other.span))).unwrap().bars;
                        assert_eq!(part, bars.slice(bars.rows_in(other.span)), "{what}");
                    }
                }
                (other, _) => panic!("{what}: {other:?}"),
            }
        }
    }
}

#[test]
fn damaged_segments_give_way_to_their_bars_or_are_let_go() {
    let files = library();
    let coin = id(Venue::Upbit, "KRW-BTC", Timeframe::Minute1);
    let disk = Disk::of(files);
    let (mut library, _) = open(&disk);
    let before = library.entry(coin).unwrap().clone();
    let all = now(library.load(coin, None)).unwrap().bars;
    let hit = library.segments(coin)[1].clone();
    disk.flip(&hit.file, 100, 1);
    // A download into a damaged segment is refused rather than merged into who knows what.
    let error = now(library.append(coin, &all, Write::download(NOW))).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with(&format!("{} is damaged", hit.file)),
        "{error}"
    );
    now(library.set_gap_policy(coin, store::GapPolicy::Mark, NOW)).unwrap();
    let before = store::SeriesEntry {
        gap_policy: store::GapPolicy::Mark,
        ..before
    };
    // Bars that are elsewhere leave it as it is, and listed.
    let first = library.segments(coin)[0].clone();
    let there = all.slice(all.rows_in(first.span));
    let how = Write::download(NOW);
    let (gone, _) = now(library.mend(coin, first.span, &there, how.clone())).unwrap();
    assert!(gone.is_empty());
    assert_eq!(library.segments(coin).len(), 2);
    assert_eq!(library.entry(coin), Some(&before));
    // Its own bars take its place, in one step.
    let again = all.slice(all.rows_in(hit.span));
    let (gone, mended) = now(library.mend(coin, hit.span, &again, how.clone())).unwrap();
    assert_eq!((gone.len(), gone[0].file == hit.file), (1, true));
    assert_eq!((mended.same, mended.added), (0, again.len() as u64));
    assert_eq!(library.entry(coin), Some(&before));
    assert_eq!(now(library.load(coin, None)).unwrap().bars, all);

    // Without bars it is let go; what is whole stays, and the policy too.
    disk.flip(&hit.file, 100, 1);
    let nothing = domain::Bars::new(coin.timeframe);
    let (gone, _) = now(library.mend(coin, before.span, &nothing, how.clone())).unwrap();
    assert_eq!(gone.len(), 1);
    let left = library.entry(coin).unwrap();
    assert_eq!((left.bars, left.gap_policy), (20, before.gap_policy));
    let again = now(library.append(coin, &all, how.clone())).unwrap();
    assert_eq!((again.same, again.added), (20, 20));
    assert_eq!(library.entry(coin), Some(&before));

    // All of a series: its bars bring it back with what its owner chose, and nothing leaves nothing.
    for segment in library.segments(coin).to_vec() {
        disk.flip(&segment.file, 100, 1);
    }
    let (gone, _) = now(library.mend(coin, before.span, &all, how.clone())).unwrap();
    assert_eq!(gone.len(), 2);
    assert_eq!(library.entry(coin), Some(&before));
    for segment in library.segments(coin).to_vec() {
        disk.flip(&segment.file, 100, 1);
    }
    now(library.mend(coin, before.span, &nothing, how)).unwrap();
    assert_eq!(library.entry(coin), None);
    assert!(now(library.verify(None)).unwrap().is_empty());
}
