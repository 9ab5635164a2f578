//! The power goes at every moment, in every way: what is reopened is one of the legal generations, whole.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

mod common;

use common::{NOW, bars, id, now, open, without};
use domain::random::Random;
use domain::{Bars, Calendar, Timeframe, Ts, Venue};
use std::collections::BTreeMap;
use store::sim::{Disk, Files, Op, Power, Torn, Unflushed};
use store::{Conflict, Error, GapPolicy, Library, SeriesEntry, SeriesId, Vfs, VfsError, Write};

/// Crash points per run.
const POINTS: usize = 20_000;

/// What a trader sees: the list. Files are named by it, so it stands for the bars too.
type Seen = Vec<SeriesEntry>;

fn seen<V>(library: &Library<V>) -> Seen {
    library.series().cloned().collect()
}

fn coin() -> SeriesId {
    id(Venue::Upbit, "KRW-BTC", Timeframe::Minute30)
}

fn daily() -> SeriesId {
    id(Venue::Binance, "BTCUSDT", Timeframe::Day1)
}

fn renamed() -> SeriesId {
    id(Venue::File, "BTC", Timeframe::Day1)
}

/// Half hours around the end of a month.
fn half_hours(rows: std::ops::Range<usize>) -> Bars {
    let start = Ts(Ts::from_date(2024, 2, 1).0 - 10 * 1_800_000);
    bars(Timeframe::Minute30, start, rows)
}

fn days(rows: std::ops::Range<usize>) -> Bars {
    bars(Timeframe::Day1, Ts::from_date(2020, 1, 1), rows)
}

/// One change that somebody might make; what can't be done now is passed over.
async fn step<V: Vfs>(
    library: &mut Library<V>,
    random: &mut Random,
    clock: &mut i64,
) -> Result<(), Error> {
    *clock += 3_600_000 * 9;
    let at = Ts(*clock);
    let from = random.below(30);
    let rows = from..from + 1 + random.below(20);
    let passed = |answer: Result<(), Error>| match answer {
        Err(Error::Unknown(_) | Error::Taken(_)) => Ok(()),
        answer => answer,
    };
    match random.below(12) {
        0..=3 => library
            .append(coin(), &half_hours(rows), Write::download(at))
            .await
            .map(|_| ()),
        4 | 5 => library
            .append(daily(), &days(rows), Write::download(at))
            .await
            .map(|_| ()),
        6 => library
            .replace(
                daily(),
                &without(&days(rows), 1..2),
                Write {
                    conflict: Conflict::Refuse,
                    ..Write::file(at, "x.csv")
                },
            )
            .await
            .map(|_| ()),
        7 if rows.len() % 2 == 0 => {
            let calendar = Calendar::ALL[random.below(3)];
            passed(library.set_calendar(renamed(), calendar).await)
        }
        7 => {
            let policy = GapPolicy::ALL[random.below(3)];
            passed(library.set_gap_policy(coin(), policy, at).await)
        }
        8 => passed(library.rename(daily(), renamed(), at).await),
        9 => passed(library.delete(renamed(), at).await),
        10 => library.settle(at).await.map(|_| ()),
        _ => library.exported(at).await,
    }
}

/// A run of changes, what was seen after each, and when in the log that was.
struct Story {
    log: Vec<Op>,
    seen: Vec<(usize, Seen)>,
}

impl Story {
    fn tell(seed: u64, steps: usize) -> Story {
        let disk = Disk::new();
        if seed % 2 == 1 {
            disk.write_short(seed);
        }
        tell(&disk, &disk, seed, steps)
    }

    /// What may be seen when the power goes before change number `at` is done.
    fn legal(&self, at: usize) -> &[(usize, Seen)] {
        let done = self.seen.partition_point(|(when, _)| *when <= at);
        &self.seen[done.saturating_sub(1)..(done + 1).min(self.seen.len())]
    }
}

/// Changes through any disk; faults are tried again until they pass.
fn tell<V: Vfs>(vfs: V, disk: &Disk, seed: u64, steps: usize) -> Story {
    let (mut library, _) = open(vfs);
    let mut seen_so_far = vec![(0, Vec::new())];
    let mut random = Random::named(seed, "story", 0);
    let mut clock = NOW.0;
    for _ in 0..steps {
        let (again, at) = (random.clone(), clock);
        let mut tries = 0;
        while let Err(error) = now(step(&mut library, &mut random, &mut clock)) {
            let disk_s = matches!(error, Error::Disk { .. } | Error::NotKept { .. });
            assert!(disk_s && tries < 50, "{error}");
            tries += 1;
            (random, clock) = (again.clone(), at);
        }
        seen_so_far.push((disk.changes(), seen(&library)));
    }
    Story {
        log: disk.log(),
        seen: seen_so_far,
    }
}

/// Reopens what a crash left. `good` holds every file as it was meant, by name.
fn check(
    files: Files,
    legal: &[(usize, Seen)],
    good: &BTreeMap<String, Vec<u8>>,
    thorough: bool,
) -> Result<(), String> {
    let disk = Disk::of(files);
    let (library, opened) =
        now(Library::open(&disk)).map_err(|error| format!("does not open: {error}"))?;
    if opened.rebuilt && !disk.files().keys().any(|name| good.contains_key(name)) {
        return Err("nothing was there, but it says it was".to_owned());
    }
    let found = seen(&library);
    if opened.rebuilt {
        // Only a first commit that was cut off: no generation was acknowledged yet, so the segments that are whole are shown.
        if legal.first().is_some_and(|(_, seen)| !seen.is_empty()) {
            return Err("both slots are lost".to_owned());
        }
        return Ok(());
    }
    if !legal.iter().any(|(_, seen)| *seen == found) {
        let generation = opened.generation;
        return Err(format!(
            "generation {generation} is none of the legal ones: {:?}",
            found.iter().map(|e| (e.id, e.bars)).collect::<Vec<_>>()
        ));
    }
    let there = disk.files();
    for entry in &found {
        for segment in library.segments(entry.id) {
            if there.get(&segment.file) != good.get(&segment.file) {
                return Err(format!("{} is not what was written", segment.file));
            }
        }
    }
    if thorough {
        let damaged = now(library.verify(None)).map_err(|error| error.to_string())?;
        if !damaged.is_empty() {
            return Err(format!("damaged: {damaged:?}"));
        }
    }
    Ok(())
}

/// Every file as it was meant: short writes put together, by the log.
fn meant(log: &[Op]) -> BTreeMap<String, Vec<u8>> {
    meant_from(Files::new(), log)
}

fn meant_from(files: Files, log: &[Op]) -> BTreeMap<String, Vec<u8>> {
    let mut power = Power::of(files);
    let mut good = BTreeMap::new();
    for op in log {
        power.done(op);
        if let Op::Write(file, ..) = op {
            // As if every write were durable at once: whether the library has flushed is not asked here.
            power.done(&Op::Flush(file.clone()));
            let content = power.durable().get(file).cloned();
            good.insert(file.clone(), content.unwrap_or_default());
        }
    }
    good
}

/// Tries `points` crashes of a story, spread over all of it; the first that isn't legal is named by its numbers.
fn crash(story: &Story, seed: u64, points: usize) -> Result<usize, String> {
    let good = meant(&story.log);
    let ways = Torn::ALL.len() * Unflushed::ALL.len();
    let each = points.div_ceil(story.log.len() * ways).max(1);
    let mut power = Power::new();
    let mut tried = 0;
    for (at, op) in story.log.iter().enumerate() {
        for torn in Torn::ALL {
            for unflushed in Unflushed::ALL {
                for again in 0..each {
                    let draw = seed
                        .wrapping_mul(1_000_003)
                        .wrapping_add((at * 64 + again) as u64);
                    let files = power.cut(Some(op), torn, unflushed, draw);
                    tried += 1;
                    let name = || {
                        format!(
                            "seed {seed}, change {at} ({} of {}), {torn:?}, {unflushed:?}, draw {again}",
                            short(op),
                            story.log.len()
                        )
                    };
                    check(files.clone(), story.legal(at), &good, tried % 25 == 0)
                        .map_err(|why| format!("{}: {why}", name()))?;
                    if tried % 40 == 0 {
                        go_on(files, seed).map_err(|why| format!("{}, then on: {why}", name()))?;
                    }
                }
            }
        }
        power.done(op);
    }
    Ok(tried)
}

/// After a crash life goes on: settled, changed, and crashed once more at some moment of that.
fn go_on(files: Files, seed: u64) -> Result<(), String> {
    let disk = Disk::of(files.clone());
    let (mut library, opened) = open(&disk);
    if opened.rebuilt {
        return Ok(());
    }
    let mut random = Random::named(seed, "after", files.len() as u64);
    let mut clock = NOW.0 * 2;
    let mut story = Story {
        log: Vec::new(),
        seen: vec![(0, seen(&library))],
    };
    now(library.settle(Ts(clock))).map_err(|error| error.to_string())?;
    for _ in 0..3 {
        now(step(&mut library, &mut random, &mut clock)).map_err(|error| error.to_string())?;
        story.seen.push((disk.changes(), seen(&library)));
    }
    story.log = disk.log();
    if story.log.is_empty() {
        return Ok(());
    }
    let mut good = files.clone();
    good.extend(meant_from(files.clone(), &story.log));
    let at = random.below(story.log.len());
    let mut power = Power::of(files);
    story.log[..at].iter().for_each(|op| power.done(op));
    let (torn, unflushed) = (Torn::ALL[random.below(4)], Unflushed::ALL[random.below(3)]);
    let files = power.cut(Some(&story.log[at]), torn, unflushed, seed);
    check(files, story.legal(at), &good, true)
}

fn short(op: &Op) -> String {
    match op {
        Op::Create(file) => format!("create {file}"),
        Op::Write(file, at, bytes) => format!("write {} bytes at {at} of {file}", bytes.len()),
        Op::Flush(file) => format!("flush {file}"),
        Op::Remove(file) => format!("remove {file}"),
    }
}

#[test]
fn after_any_crash_one_of_the_legal_generations_opens_whole() {
    let (mut tried, mut seed) = (0, 0);
    while tried < POINTS {
        let story = Story::tell(seed, 14);
        tried += crash(&story, seed, 0).unwrap_or_else(|why| panic!("{why}"));
        seed += 1;
    }
    assert!(seed > 5, "{tried} points are of {seed} stories only");
}

/// A disk to which one kind of flush never comes through: as if the library had forgotten it.
struct Forgetful<'a> {
    disk: &'a Disk,
    slots: bool,
}

impl Vfs for Forgetful<'_> {
    async fn list(&self) -> Result<Vec<store::FileInfo>, VfsError> {
        self.disk.list().await
    }
    async fn size(&self, name: &str) -> Result<u64, VfsError> {
        self.disk.size(name).await
    }
    async fn read(&self, name: &str, at: u64, into: &mut [u8]) -> Result<usize, VfsError> {
        self.disk.read(name, at, into).await
    }
    async fn create(&self, name: &str) -> Result<(), VfsError> {
        self.disk.create(name).await
    }
    async fn write(&self, name: &str, at: u64, bytes: &[u8]) -> Result<usize, VfsError> {
        self.disk.write(name, at, bytes).await
    }
    async fn flush(&self, name: &str) -> Result<(), VfsError> {
        match store::SLOTS.contains(&name) == self.slots {
            true => Ok(()),
            false => self.disk.flush(name).await,
        }
    }
    async fn remove(&self, name: &str) -> Result<(), VfsError> {
        self.disk.remove(name).await
    }
}

#[test]
fn the_crashes_find_a_flush_that_is_left_out() {
    for slots in [false, true] {
        let disk = Disk::new();
        let story = tell(Forgetful { disk: &disk, slots }, &disk, 2, 14);
        let good = meant(&story.log);
        let mut power = Power::new();
        let mut found = 0;
        for (at, op) in story.log.iter().enumerate() {
            for unflushed in Unflushed::ALL {
                let files = power.cut(Some(op), Torn::Half, unflushed, at as u64);
                found += usize::from(check(files, story.legal(at), &good, false).is_err());
            }
            power.done(op);
        }
        assert!(found > 10, "only {found} crashes showed it, slots: {slots}");
    }
}

#[test]
fn a_disk_that_fails_at_any_change_leaves_a_legal_generation_and_can_be_tried_again() {
    let asked = {
        let disk = Disk::new();
        tell(&disk, &disk, 3, 12);
        disk.asked()
    };
    for error in [
        VfsError::QuotaExceeded,
        VfsError::Locked,
        VfsError::Io("the disk is tired".to_owned()),
    ] {
        for ask in 0..asked {
            let disk = Disk::new();
            disk.fail(ask, error.clone());
            let story = tell(&disk, &disk, 3, 12);
            // Crashes around the fault.
            let good = meant(&story.log);
            let mut power = Power::new();
            for (at, op) in story.log.iter().enumerate() {
                if at + 12 > ask && at < ask + 12 {
                    for unflushed in [Unflushed::Lost, Unflushed::Reordered] {
                        let files = power.cut(Some(op), Torn::Half, unflushed, ask as u64);
                        check(files, story.legal(at), &good, false).unwrap_or_else(|why| {
                            panic!("{error} at change {ask}, crash at {at}: {why}")
                        });
                    }
                }
                power.done(op);
            }
            let (library, opened) = open(&disk);
            assert_eq!(opened.damaged, [], "{error} at {ask}");
            assert_eq!(seen(&library), story.seen.last().unwrap().1);
            assert!(now(library.verify(None)).unwrap().is_empty());
        }
    }
}

#[test]
fn a_full_disk_gets_its_room_back_and_loses_nothing() {
    let disk = Disk::new();
    let (mut library, _) = open(&disk);
    now(library.append(coin(), &half_hours(0..8), Write::download(NOW))).unwrap();
    now(library.append(daily(), &days(0..8), Write::download(NOW))).unwrap();
    let used: u64 = disk.files().values().map(|bytes| bytes.len() as u64).sum();
    let before = seen(&library);
    for more in (0..9000).step_by(250) {
        disk.set_quota(Some(used + more));
        let files = disk.files();
        match now(library.append(coin(), &half_hours(0..40), Write::download(NOW))) {
            Ok(_) => {
                assert!(more > 1000);
                return;
            }
            Err(Error::Disk {
                cause: VfsError::QuotaExceeded,
                ..
            }) => {}
            Err(other) => panic!("{other}"),
        }
        assert_eq!(seen(&library), before, "{more}");
        assert_eq!(seen(&open(&disk).0), before, "{more}");
        let segments = |files: &Files| {
            files
                .keys()
                .filter(|name| name.ends_with("parquet"))
                .count()
        };
        // A slot that could not be written may refer to its segments, so then they stay; else they are gone.
        let slots_same = store::SLOTS
            .iter()
            .all(|slot| files.get(*slot) == disk.files().get(*slot));
        if slots_same {
            assert_eq!(segments(&disk.files()), segments(&files), "{more}");
        }
    }
    panic!("it never fitted");
}

#[test]
fn a_write_that_went_wrong_is_never_referred_to() {
    let asked = {
        let disk = Disk::new();
        tell(&disk, &disk, 4, 10);
        disk.asked()
    };
    for ask in 0..asked {
        let disk = Disk::new();
        disk.corrupt(ask);
        let story = tell(&disk, &disk, 4, 10);
        let (library, opened) = open(&disk);
        assert_eq!(opened.damaged, [], "write {ask}");
        assert_eq!(seen(&library), story.seen.last().unwrap().1);
        assert!(now(library.verify(None)).unwrap().is_empty(), "write {ask}");
    }
}
