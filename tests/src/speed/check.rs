//! Is a row of sums that of the run itself? What is wrong isn't timed.

use domain::{RunRecord, Tally, TradeTally};

/// Compares the sums of a sweep with the whole run of the event-driven engine: counts exactly, sums to 1e-9.
pub fn same(tally: &Tally, record: &RunRecord) -> Result<(), String> {
    let trades = TradeTally::of(&record.trades);
    let open = record.trades.iter().filter(|trade| trade.open).count();
    let got = &tally.trades;
    let counts = [
        ("trades", got.count, trades.count),
        ("winners", got.winners, trades.winners),
        ("losers", got.losers, trades.losers),
        ("open", tally.open, open as u32),
        (
            "bars in market",
            tally.bars_in_market,
            record.bars_in_market,
        ),
        ("bars", tally.bars + 1, record.curve.time.len() as u32),
    ];
    for (what, got, want) in counts {
        if got != want {
            return Err(format!("{what}: {got}, not {want}"));
        }
    }
    let mut sums = [0.0; 3];
    let mut before = record.start.get();
    for equity in &record.curve.equity {
        let change = equity / before - 1.0;
        sums[0] += change;
        sums[1] += change * change;
        sums[2] += change.min(0.0) * change.min(0.0);
        before = *equity;
    }
    let deepest = record.curve.drawdown.iter().copied().fold(0.0, f64::min);
    let sums = [
        ("equity", tally.last, before),
        ("returns", tally.returns, sums[0]),
        ("squares", tally.squares, sums[1]),
        ("lost squares", tally.lost_squares, sums[2]),
        ("drawdown", tally.drawdown, deepest),
        ("won", got.won, trades.won),
        ("lost", got.lost, trades.lost),
        ("won ratio", got.won_ratio, trades.won_ratio),
        ("lost ratio", got.lost_ratio, trades.lost_ratio),
        ("bars held", got.bars, trades.bars),
    ];
    for (what, got, want) in sums {
        // Written so that a NaN fails too.
        let near = (got - want).abs() <= 1e-9 * want.abs().max(1e-3);
        if !near {
            return Err(format!("{what}: {got}, not {want}"));
        }
    }
    Ok(())
}
