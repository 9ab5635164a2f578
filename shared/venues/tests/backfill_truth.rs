//! What a download brings is the truth, whatever goes wrong on the way and wherever it is stopped.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod downloads;

use domain::{Bar, Timeframe, Ts, Venue};
use downloads::{
    DAY, FOREVER, MINUTE, budget, differ, of_minutes, one, sim, source, symbol, truth, wanted,
};
use proptest::prelude::*;
use venues::{
    Backfill, Portfolio, SeriesNo,
    sim::{Faults, Shape, drive, market},
};

fn kind() -> impl Strategy<Value = (Venue, bool)> {
    prop::sample::select(vec![
        (Venue::Upbit, false),
        (Venue::Binance, false),
        (Venue::Alpaca, false),
        (Venue::Upbit, true),
        (Venue::Alpaca, true),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_arrives_is_the_truth_whatever_goes_wrong(
        (venue, relayed) in kind(),
        seed in 0_u64..1_000_000,
        holes in prop::sample::select(vec![0.0, 0.05, 0.6, 0.97]),
        chance in prop::sample::select(vec![0.0, 0.02, 0.05]),
        timeframe in prop::sample::select(of_minutes()),
        listed_days in 0_i64..40,
        early in 0_i64..3_000,
        late in -4_500_i64..3_000,
    ) {
        let listed = Ts(Ts::from_date(2026, 2, 3).0 + listed_days * DAY + 77 * MINUTE);
        let shape = Shape { listed, slots: 4_000, holes, halts: 0.000_5 };
        let bars = market(seed, Timeframe::Minute1, shape);
        let mut exchange = sim(venue, relayed, seed);
        let symbol = symbol(venue, 1);
        exchange.list(symbol, &bars);
        exchange.faults = Faults::all(chance);
        exchange.edge_page = 700;
        // The download may begin before the listing and end before, in or after the market's life; now is in it, too.
        let now = Ts(listed.0 + (4_000 + late / 4) * MINUTE + 12_345);
        let start = Ts(listed.0 - early * 20 * MINUTE);
        let end = Ts((listed.0 + (4_000 + late) * MINUTE).max(start.0 + 1));
        let wanted = wanted(symbol, timeframe, start, end);
        let source = source(venue, relayed);
        let outcome = one(&source, &mut exchange, wanted, None, now);
        let expected = truth(&mut exchange, &wanted, now);
        match outcome.series.get(&SeriesNo(0)) {
            Some(download) => {
                prop_assert_eq!(&download.error, &None);
                prop_assert!(download.done);
                prop_assert_eq!(differ(&download.bars, &expected), None);
            }
            None => prop_assert!(expected.is_empty(), "nothing was asked"),
        }
        prop_assert_eq!((exchange.too_many, exchange.during_ban), (0, 0));
    }

    #[test]
    fn a_download_that_was_stopped_anywhere_goes_on_from_what_is_stored(
        (venue, relayed) in kind(),
        seed in 0_u64..1_000_000,
        stops in prop::collection::vec(300_i64..4_000, 1..5),
        timeframe in prop::sample::select(vec![Timeframe::Minute1, Timeframe::Minute10, Timeframe::Hour4]),
    ) {
        let listed = Ts::from_date(2026, 2, 3);
        let shape = Shape { listed, slots: 6_000, holes: 0.1, halts: 0.0 };
        let mut exchange = sim(venue, relayed, seed);
        let symbol = symbol(venue, 1);
        exchange.list(symbol, &market(seed, Timeframe::Minute1, shape));
        exchange.faults = Faults::all(0.02);
        let mut now = Ts(listed.0 + 6_000 * MINUTE);
        let wanted = wanted(symbol, timeframe, listed, Ts(now.0 + DAY));
        let source = source(venue, relayed);
        let mut stored: Vec<Bar> = Vec::new();
        for stop in stops.into_iter().map(Some).chain([None]) {
            let mut portfolio = Portfolio::new(budget(source.as_ref()));
            portfolio.add(Backfill::new(source.clone(), wanted, stored.last().copied(), now).unwrap());
            let until = Ts(now.0 + stop.unwrap_or(FOREVER));
            let outcome = drive(&mut portfolio, &mut exchange, now, until, |_, _| {});
            now = if stop.is_some() { until } else { now };
            if let Some(download) = outcome.series.get(&SeriesNo(0)) {
                prop_assert_eq!(&download.error, &None);
                stored.extend(&download.bars);
            }
            // What the window of the last run still holds is gone with it.
            now = Ts(now.0 + 120_000);
        }
        let known = truth(&mut exchange, &wanted, Ts(now.0 - 120_000));
        prop_assert_eq!(differ(&stored, &known), None);
    }
}
