//! The budget against random schedules on a simulated clock: no stretch of time ever holds more than the limit.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use domain::Ts;
use proptest::prelude::*;
use venues::{Budget, Cost, Limits, News, Rate, Stop, Take};

const SECOND: Cost = cost("second", 1);
const MINUTE: Cost = cost("minute", 2);

const fn cost(group: &'static str, weight: u32) -> Cost {
    Cost { group, weight }
}

const LIMITS: Limits = Limits {
    rates: &[
        Rate {
            group: "second",
            most: 10,
            per_ms: 1_000,
        },
        Rate {
            group: "minute",
            most: 60,
            per_ms: 60_000,
        },
        Rate {
            group: "minute",
            most: 20,
            per_ms: 5_000,
        },
    ],
    page: 200,
    bars: SECOND,
};

/// The most weight in any half-open stretch of this length.
fn heaviest(sent: &[(i64, u32)], per_ms: i64) -> u32 {
    (0..sent.len())
        .map(|first| {
            sent[first..]
                .iter()
                .take_while(|(at, _)| *at < sent[first].0 + per_ms)
                .map(|(_, weight)| weight)
                .sum()
        })
        .max()
        .unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_stretch_of_time_holds_more_than_the_limit(steps in prop::collection::vec((0_i64..400, 1_u32..4, any::<bool>(), 0_u32..12), 1..400)) {
        let mut budget = Budget::new(&LIMITS);
        let mut now = 0;
        let (mut second, mut minute) = (Vec::new(), Vec::new());
        for (pause, weight, which, left) in steps {
            now += pause;
            let (cost, sent) = if which { (cost("second", weight), &mut second) } else { (cost("minute", weight), &mut minute) };
            match budget.take(Ts(now), cost) {
                Take::Now => sent.push((now, weight)),
                Take::Wait(until) => {
                    prop_assert!(until.0 > now);
                    // Nothing fits a millisecond earlier, and it does fit then.
                    prop_assert_ne!(budget.clone().take(Ts(until.0 - 1), cost), Take::Now);
                    prop_assert_eq!(budget.clone().take(until, cost), Take::Now);
                }
                Take::Stopped { .. } => prop_assert!(false, "nobody stopped it"),
            }
            let told = News { left: Some(left), ..News::default() };
            budget.hear(Ts(now), cost, &told, 0.5);
        }
        prop_assert!(heaviest(&second, 1_000) <= 10);
        prop_assert!(heaviest(&minute, 60_000) <= 60);
        prop_assert!(heaviest(&minute, 5_000) <= 20);
    }

    #[test]
    fn a_clock_that_is_set_back_frees_nothing(clock in prop::collection::vec(-2_000_i64..2_000, 1..300)) {
        let mut budget = Budget::new(&LIMITS);
        let (mut shown, mut furthest, mut sent) = (0, i64::MIN, Vec::new());
        for step in clock {
            shown += step;
            furthest = furthest.max(shown);
            if budget.take(Ts(shown), SECOND) == Take::Now {
                sent.push((furthest, 1));
            }
        }
        prop_assert!(heaviest(&sent, 1_000) <= 10);
    }

    #[test]
    fn a_throttled_budget_waits_at_least_as_long_as_told(told in prop::option::of(1_u64..600), random in 0.0_f64..1.0, strikes in 0_usize..8) {
        let mut budget = Budget::new(&LIMITS);
        let mut now = Ts(0);
        let mut last = 0;
        for _ in 0..=strikes {
            budget.hear(now, SECOND, &News { throttled: Some(told), ..News::default() }, random);
            let (until, why) = budget.stopped(now).unwrap();
            prop_assert_eq!(why, Stop::Throttled);
            let wait = until.0 - now.0;
            let floor = told.map_or(1_000, |seconds| i64::try_from(seconds).unwrap() * 1_000);
            prop_assert!(wait >= floor && wait <= floor.max(60_000));
            prop_assert!(wait >= last, "each strike waits as long or longer");
            last = wait;
            now = until;
        }
        // One good reply and it begins small again.
        budget.hear(now, SECOND, &News::default(), random);
        budget.hear(now, SECOND, &News { throttled: Some(None), ..News::default() }, random);
        prop_assert_eq!(budget.stopped(now).unwrap().0, Ts(now.0 + 1_000));
    }
}

fn take_all(budget: &mut Budget, now: i64, cost: Cost) -> usize {
    (0..1_000)
        .take_while(|_| budget.take(Ts(now), cost) == Take::Now)
        .count()
}

#[test]
fn a_window_is_used_to_the_last_request_and_again_as_soon_as_it_is_over() {
    let mut budget = Budget::new(&LIMITS);
    assert_eq!(take_all(&mut budget, 0, SECOND), 10);
    assert_eq!(budget.take(Ts(0), SECOND), Take::Wait(Ts(1_040)));
    assert_eq!(take_all(&mut budget, 1_039, SECOND), 0);
    assert_eq!(take_all(&mut budget, 1_040, SECOND), 10);
    // Another group has its own budget, and what nobody counts is free.
    assert_eq!(take_all(&mut budget, 1_040, MINUTE), 10);
    assert_eq!(take_all(&mut budget, 1_040, Cost::FREE), 1_000);
}

#[test]
fn whoever_counts_to_the_reply_leaves_nothing_free_and_still_knows_its_own() {
    let mut budget = Budget::counted_to_reply(&LIMITS);
    assert_eq!(take_all(&mut budget, 0, SECOND), 10);
    assert_eq!(budget.take(Ts(0), SECOND), Take::Wait(Ts(1_000)));
    assert_eq!(take_all(&mut budget, 1_000, SECOND), 10);
    // The exchange had the first ten until 1,020, for they were that slow: none of them is somebody else's.
    let news = News {
        left: Some(0),
        sent: Some(Ts(1_000)),
        ..News::default()
    };
    budget.hear(Ts(1_010), SECOND, &news, 0.0);
    assert_eq!(take_all(&mut budget, 2_000, SECOND), 10);
}

#[test]
fn what_others_use_is_believed() {
    let mut budget = Budget::new(&LIMITS);
    assert_eq!(budget.take(Ts(0), SECOND), Take::Now);
    // The exchange has 3 left: 6 requests were somebody else's.
    let news = News {
        left: Some(3),
        ..News::default()
    };
    budget.hear(Ts(20), SECOND, &news, 0.0);
    assert_eq!(take_all(&mut budget, 30, SECOND), 3);
    // `X-MBX-USED-WEIGHT-1M` counts up instead: 18 of 20 in five seconds leave one request of weight 2.
    let news = News {
        used: Some(58),
        ..News::default()
    };
    budget.hear(Ts(30), MINUTE, &news, 0.0);
    assert_eq!(take_all(&mut budget, 30, MINUTE), 1);
}

#[test]
fn a_late_reply_is_not_taken_for_somebody_elses_requests() {
    let mut budget = Budget::new(&LIMITS);
    assert_eq!(take_all(&mut budget, 0, SECOND), 10);
    let news = News {
        left: Some(0),
        sent: Some(Ts(0)),
        ..News::default()
    };
    budget.hear(Ts(1_500), SECOND, &news, 0.0);
    assert_eq!(take_all(&mut budget, 1_500, SECOND), 10);
}

#[test]
fn an_exchange_that_has_nothing_left_is_left_alone_until_its_window_ends() {
    let mut budget = Budget::new(&LIMITS);
    let news = News {
        left: Some(0),
        reset: Some(Ts(700)),
        ..News::default()
    };
    budget.hear(Ts(0), SECOND, &news, 0.0);
    assert!(matches!(budget.take(Ts(699), SECOND), Take::Wait(_)));
    // A plan with more to give says so.
    let news = News {
        most: Some(100),
        ..News::default()
    };
    budget.hear(Ts(2_000), SECOND, &news, 0.0);
    assert_eq!(take_all(&mut budget, 2_000, SECOND), 100);
}

#[test]
fn a_ban_stops_every_group_until_its_time_and_nothing_shortens_it() {
    let mut budget = Budget::new(&LIMITS);
    let banned = News {
        banned: Some(Some(120)),
        ..News::default()
    };
    budget.hear(Ts(0), SECOND, &banned, 0.0);
    let throttled = News {
        throttled: Some(Some(1)),
        ..News::default()
    };
    budget.hear(Ts(10), MINUTE, &throttled, 0.0);
    budget.hear(Ts(20), MINUTE, &News::default(), 0.0);
    for at in [20, 119_999] {
        let stopped = Take::Stopped {
            until: Ts(120_000),
            why: Stop::Banned,
        };
        assert_eq!(budget.take(Ts(at), MINUTE), stopped);
        assert_eq!(budget.take(Ts(at), Cost::FREE), stopped);
    }
    assert_eq!(budget.take(Ts(120_000), MINUTE), Take::Now);
}

#[test]
fn a_ban_of_unknown_or_absurd_length_lasts_three_minutes() {
    for told in [None, Some(0), Some(1_795_144_500_000)] {
        let mut budget = Budget::new(&LIMITS);
        let news = News {
            banned: Some(told),
            ..News::default()
        };
        budget.hear(Ts(0), SECOND, &news, 0.0);
        assert_eq!(budget.stopped(Ts(0)), Some((Ts(180_000), Stop::Banned)));
    }
}

#[test]
fn an_origin_header_costs_ten_seconds() {
    let mut budget = Budget::new(&LIMITS);
    let news = News {
        origin: true,
        ..News::default()
    };
    budget.hear(Ts(0), SECOND, &news, 0.0);
    assert_eq!(budget.stopped(Ts(0)), Some((Ts(10_000), Stop::Throttled)));
}
