//! What becomes of downloads: states, rests, reloads, changed pasts, turns.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

use super::super::protocol::{Kind, Progress, SeriesKey, Want};
use super::world::{MINUTE, SLOTS, World, key, listed, want};
use super::{Held, Queue};
use domain::{Bar, Bars, Span, Ts};
use proptest::prelude::*;
use venues::HttpReply;

fn share(world: &World, key: SeriesKey) -> f64 {
    let list = world.queue.list();
    list.iter().find(|one| one.key == key).unwrap().done
}

#[test]
fn a_download_waits_runs_and_is_done_with_every_bar() {
    let (mut world, btc) = (World::new(&["KRW-BTC"]), key("KRW-BTC"));
    world.start(want(btc)).unwrap();
    assert_eq!(world.progress(btc), Progress::Waiting(None));
    world.settle();
    assert_eq!(world.progress(btc), Progress::Running);
    assert_eq!(world.notes.len(), 1);
    let mut before = 0.0;
    world.until(|world| {
        let now = share(world, btc);
        assert!(now >= before, "{now} after {before}");
        before = now;
        false
    });
    assert_eq!(world.progress(btc), Progress::Done);
    assert!(world.is_whole(btc));
    assert!(world.notes.is_empty(), "a reload has nothing to go on with");
}

#[test]
fn pause_keeps_what_was_on_its_way_and_nothing_is_asked_for_twice() {
    let (mut straight, btc) = (World::new(&["KRW-BTC"]), key("KRW-BTC"));
    straight.start(want(btc)).unwrap();
    straight.run_out();

    let mut world = World::new(&["KRW-BTC"]);
    world.start(want(btc)).unwrap();
    world.until(|world| world.bars(btc) > 0);
    assert!(!world.flying.is_empty(), "something is on its way");
    let asked = world.asked.len();
    assert!(world.queue.pause(btc));
    world.run_out();
    assert_eq!(world.progress(btc), Progress::Paused);
    assert_eq!(world.asked.len(), asked, "nothing more was asked for");
    assert!(world.flying.is_empty());
    let came = world.queue.list().first().map(|one| one.bars);
    assert_eq!(Some(world.bars(btc) as u64), came, "all of it is kept");
    assert!(world.bars(btc) < straight.bars(btc));

    assert!(world.queue.resume(btc));
    world.run_out();
    assert_eq!(world.progress(btc), Progress::Done);
    assert_eq!(world.asked, straight.asked);
    assert_eq!(world.library, straight.library);
}

#[test]
fn a_reload_goes_on_from_the_last_bar_that_is_kept() {
    let (mut world, btc) = (World::new(&["KRW-BTC"]), key("KRW-BTC"));
    world.start(want(btc)).unwrap();
    world.until(|world| world.bars(btc) > 4_000);
    let kept = world.held(btc).unwrap();
    let far = share(&world, btc);
    world.reload();
    assert!(share(&world, btc) <= far && share(&world, btc) > 0.2);
    let asked = world.asked.len();
    world.run_out();
    let (_, first) = world.asked[asked];
    assert_eq!(first.start, kept.last.unwrap().open_time, "one bar again");
    assert!(
        world.asked[asked..]
            .iter()
            .all(|(_, span)| span.start >= first.start)
    );
    assert!(world.is_whole(btc));
}

#[test]
fn one_that_rests_still_rests_after_a_reload() {
    let (mut world, btc) = (World::new(&["KRW-BTC"]), key("KRW-BTC"));
    world.start(want(btc)).unwrap();
    world.until(|world| world.bars(btc) > 0);
    world.queue.pause(btc);
    world.run_out();
    world.reload();
    let asked = world.asked.len();
    world.run_out();
    assert_eq!(world.progress(btc), Progress::Paused);
    assert_eq!(world.asked.len(), asked);
    world.queue.resume(btc);
    world.run_out();
    assert!(world.is_whole(btc));
}

#[test]
fn one_that_is_cancelled_is_forgotten_and_late_replies_are_for_nobody() {
    let (mut world, btc) = (World::new(&["KRW-BTC"]), key("KRW-BTC"));
    world.start(want(btc)).unwrap();
    world.until(|world| world.bars(btc) > 0);
    let kept = world.library.clone();
    assert!(world.queue.cancel(btc));
    world.settle();
    assert!(world.notes.is_empty());
    for (_, whose, reply) in std::mem::take(&mut world.flying) {
        world.queue.heard(
            whose,
            reply.as_ref().map_err(String::as_str),
            world.now,
            0.5,
        );
    }
    world.run_out();
    assert!(world.queue.list().is_empty());
    assert_eq!(world.library, kept);
    for act in [Queue::pause, Queue::resume, Queue::cancel] {
        assert!(!act(&mut world.queue, btc), "there is none");
    }
}

#[test]
fn a_hole_that_a_cancelled_download_left_is_filled_by_the_next() {
    let (mut world, btc) = (World::new(&["KRW-BTC"]), key("KRW-BTC"));
    let from = |minute: i64| Want {
        key: btc,
        span: Some(Span {
            start: Ts(listed().0 + minute * MINUTE),
            end: Ts(listed().0 + 13_000 * MINUTE),
        }),
    };
    world.start(from(12_000)).unwrap();
    world.run_out();
    let late = world.bars(btc);
    world.start(from(0)).unwrap();
    world.until(|world| world.bars(btc) > late);
    assert!(world.queue.cancel(btc));
    world.run_out();
    assert_eq!(world.held(btc).unwrap().holes.len(), 1);
    world.start(from(0)).unwrap();
    world.run_out();
    assert!(world.held(btc).unwrap().holes.is_empty());
    let truth = world.truth(btc);
    let mine = world.library.get(&btc).unwrap();
    assert_eq!(*mine, truth.slice(0..mine.len()));
}

#[test]
fn what_mends_a_file_comes_as_a_whole_over_a_pause_and_a_reload() {
    let (mut world, btc) = (World::new(&["KRW-BTC"]), key("KRW-BTC"));
    let truth = world.truth(btc);
    let lost = truth.slice(2_000..9_000).span().unwrap();
    let whole = truth.iter().enumerate();
    let left = whole.filter(|(row, _)| !(2_000..9_000).contains(row));
    let left = Bars::from_bars(btc.timeframe, left.map(|(_, bar)| bar)).unwrap();
    let before = left.len();
    world.library.insert(btc, left);
    world.queue.refill(btc, vec![lost]);
    assert!(world.queue.is_mending(btc));

    assert!(world.queue.resume(btc));
    let came = |world: &World| world.queue.list()[0].bars;
    world.until(|world| came(world) > 1_000);
    assert!(world.queue.pause(btc));
    world.run_out();
    // A part of a file can't take its place.
    assert!(came(&world) > 1_000 && world.bars(btc) == before);

    world.reload();
    assert!(world.queue.is_mending(btc));
    assert!(world.queue.resume(btc));
    world.until(|world| world.bars(btc) > before);
    assert_eq!(world.bars(btc), truth.len());
    world.run_out();
    assert_eq!(world.progress(btc), Progress::Done);
    assert!(world.is_whole(btc) && !world.queue.is_mending(btc));
}

#[test]
fn a_past_that_changed_is_told_with_both_bars_and_loses_nothing() {
    let (mut world, btc) = (World::new(&["KRW-BTC"]), key("KRW-BTC"));
    let truth = world.truth(btc);
    let mut mine = truth.slice(0..100);
    let last = mine.get(99).unwrap();
    let mut others: Vec<Bar> = mine.iter().take(99).collect();
    others.push(Bar {
        close: last.close + 0.25,
        high: last.high + 0.25,
        ..last
    });
    mine = Bars::from_bars(btc.timeframe, others).unwrap();
    world.library.insert(btc, mine.clone());
    world
        .start(Want {
            key: btc,
            span: None,
        })
        .unwrap();
    world.run_out();
    let Progress::Failed(trouble) = world.progress(btc) else {
        panic!("{:?}", world.progress(btc));
    };
    let at = last.open_time;
    assert_eq!(trouble.kind, Kind::Overlap { key: btc, at });
    for close in [last.close, last.close + 0.25] {
        assert!(trouble.said.contains(&close.to_string()), "{trouble}");
    }
    assert_eq!(world.library[&btc], mine);

    // After a reload it rests: it doesn't run into the same wall by itself.
    world.reload();
    let asked = world.asked.len();
    world.run_out();
    assert_eq!(world.asked.len(), asked);
}

#[test]
fn what_is_up_to_date_is_done_at_once() {
    let (mut world, btc) = (World::new(&["KRW-BTC"]), key("KRW-BTC"));
    world.start(want(btc)).unwrap();
    world.run_out();
    let asked = world.asked.len();
    world.start(want(btc)).unwrap();
    world.run_out();
    assert_eq!(world.progress(btc), Progress::Done);
    assert_eq!(world.asked.len(), asked);
}

#[test]
fn an_update_before_the_next_bar_is_to_be_had_is_done_at_once() {
    let (mut world, btc) = (World::new(&["KRW-BTC"]), key("KRW-BTC"));
    let truth = world.truth(btc);
    let last = truth.get(99).unwrap();
    world.library.insert(btc, truth.slice(0..100));
    // Within the next bar, and at the moment in which it closes.
    for later in [90_000, 120_000] {
        world.now = Ts(last.open_time.0 + later);
        let update = Want {
            key: btc,
            span: None,
        };
        world.start(update).unwrap();
        world.run_out();
        assert_eq!(world.progress(btc), Progress::Done, "{later}");
    }
}

#[test]
fn several_take_turns_and_wait_together_when_the_exchange_says_so() {
    let codes = ["KRW-BTC", "KRW-ETH", "KRW-XRP"];
    let mut world = World::new(&codes);
    for code in codes {
        world.start(want(key(code))).unwrap();
    }
    world.settle();
    let of = |world: &World, code| {
        world
            .asked
            .iter()
            .filter(|(of, _)| *of == key(code))
            .count()
    };
    let asked: Vec<usize> = codes.iter().map(|code| of(&world, code)).collect();
    assert!(asked.iter().all(|count| *count == asked[0]), "{asked:?}");

    // One of them hears that it was too much.
    let (_, whose, _) = world.flying.remove(0);
    let body = r#"{"error":{"code":"rate_limited","message":"slowly","retry_after_s":7}}"#;
    let reply = HttpReply::new(429, body);
    world.queue.heard(whose, Ok(&reply), world.now, 0.0);
    let until = Ts(world.now.0 + 7_000);
    let sent = world.asked.len();
    world.until(|world| world.now.0 > until.0 - 1_000);
    assert_eq!(world.asked.len(), sent, "nobody was asked before");
    for code in codes {
        let progress = world.progress(key(code));
        assert!(
            matches!(progress, Progress::Waiting(Some(at)) if at == until),
            "{progress:?}"
        );
    }
    world.run_out();
    for code in codes {
        assert_eq!(world.progress(key(code)), Progress::Done);
        assert!(world.is_whole(key(code)));
    }
}

#[test]
fn an_update_goes_on_with_what_is_under_way_and_lets_rest_what_rests() {
    let codes = ["KRW-BTC", "KRW-ETH", "KRW-XRP"];
    let [btc, eth, xrp] = codes.map(key);
    let mut world = World::new(&codes);
    world.start(want(btc)).unwrap();
    world.start(want(eth)).unwrap();
    world.settle();
    world.queue.pause(eth);
    let (count, wants) = world.queue.update(&[btc, eth, xrp], false).unwrap();
    assert_eq!(count, 2);
    assert_eq!(
        wants,
        [Want {
            key: xrp,
            span: None
        }]
    );
    assert_eq!(world.progress(btc), Progress::Running);
    assert_eq!(world.progress(eth), Progress::Paused);

    let only = world.queue.update(&[eth], false).unwrap_err();
    assert_eq!(only.kind, Kind::AllRest);
    assert_eq!(world.queue.update(&[eth], true).unwrap(), (1, Vec::new()));
    assert_eq!(world.progress(eth), Progress::Waiting(None));
    assert_eq!(world.queue.update(&[], false).unwrap(), (0, Vec::new()));
}

#[test]
fn bars_before_and_after_what_is_there_are_two_stretches_each_with_one_bar_of_it() {
    let (world, btc) = (World::new(&["KRW-BTC"]), key("KRW-BTC"));
    let at = |minute: i64| Ts(listed().0 + minute * MINUTE);
    let span = |from, to| Span {
        start: at(from),
        end: at(to),
    };
    let last = Bar {
        open_time: at(199),
        open: 1.0,
        high: 1.0,
        low: 1.0,
        close: 1.0,
        volume: 1.0,
        made_up: false,
    };
    let held = Held {
        span: span(100, 200),
        last: Some(last),
        holes: vec![span(120, 130), span(150, 160)],
    };
    let missing = |want: Option<Span>| {
        let want = Want {
            key: btc,
            span: want,
        };
        super::missing(&want, Some(&held), world.now)
    };
    assert_eq!(
        missing(Some(span(0, 300))),
        Ok(vec![
            span(0, 101),
            span(120, 130),
            span(150, 160),
            span(199, 300)
        ])
    );
    assert_eq!(missing(Some(span(125, 150))), Ok(vec![span(125, 130)]));
    assert_eq!(missing(Some(span(160, 180))), Ok(Vec::new()));
    assert_eq!(missing(None), Ok(vec![span(199, i64::from(SLOTS + 60))]));
    let empty = Want {
        key: btc,
        span: Some(span(300, 300)),
    };
    assert_eq!(
        super::missing(&empty, None, world.now).unwrap_err().kind,
        Kind::NoBarCanClose(span(300, 300))
    );
}

#[derive(Clone, Copy, Debug)]
enum Does {
    Pause,
    Resume,
    Cancel,
    Reload,
    Wants,
    Waits(u16),
}

fn does() -> impl Strategy<Value = Does> {
    prop_oneof![
        Just(Does::Pause),
        Just(Does::Resume),
        Just(Does::Cancel),
        Just(Does::Reload),
        Just(Does::Wants),
        (0u16..900).prop_map(Does::Waits),
        (0u16..900).prop_map(Does::Waits),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn whatever_a_reader_does_in_the_end_every_bar_is_there_once(what in prop::collection::vec(does(), 1..12)) {
        let (mut world, btc) = (World::new(&["KRW-BTC"]), key("KRW-BTC"));
        world.start(want(btc)).unwrap();
        for one in what {
            match one {
                Does::Pause => { world.queue.pause(btc); }
                Does::Resume => { world.queue.resume(btc); }
                Does::Cancel => { world.queue.cancel(btc); }
                Does::Reload => world.reload(),
                Does::Wants => world.start(want(btc)).unwrap(),
                Does::Waits(millis) => {
                    let until = Ts(world.now.0 + i64::from(millis));
                    world.until(|world| world.now >= until);
                }
            }
            world.settle();
            let kept = world.library.get(&btc).cloned().unwrap_or(Bars::new(btc.timeframe));
            let truth = world.truth(btc);
            prop_assert!(kept == truth.slice(0..kept.len()), "a whole beginning");
        }
        if !world.queue.resume(btc) {
            world.start(want(btc)).unwrap();
        }
        world.run_out();
        prop_assert!(world.is_whole(btc));
    }
}
