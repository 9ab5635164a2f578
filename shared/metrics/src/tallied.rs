//! The numbers a row of sums is enough for, by the same formulas as the full report.

use crate::drawdown::Drawdown;
use crate::facts::{Facts, RunFacts};
use crate::growth::years_between;
use crate::moments::Moments;
use crate::series::SeriesFacts;
use crate::sides::Sides;
use crate::trades::{Group, TradeFacts};
use domain::{MetricValue, Tally, Undefined};

/// Ids of the metrics a tally is enough for.
pub const TALLIED: &[&str] = &[
    "total_return",
    "cagr",
    "volatility",
    "downside_deviation",
    "sharpe",
    "sortino",
    "calmar",
    "max_drawdown",
    "trades",
    "win_rate",
    "profit_factor",
    "payoff",
    "expectancy",
    "average_trade",
    "bars_held",
    "exposure",
];

/// The numbers of a run that was only added up.
pub fn tallied(tally: &Tally) -> Vec<MetricValue> {
    let facts = facts(tally);
    let value = |id: &&str| MetricValue {
        id: (*id).to_owned(),
        value: crate::find(id).map_or(Err(Undefined::TooFewBars), |metric| metric.value(&facts)),
    };
    TALLIED.iter().map(value).collect()
}

/// One of them.
pub fn tallied_one(tally: &Tally, id: &str) -> Option<Result<f64, Undefined>> {
    let known = TALLIED.contains(&id);
    let metric = crate::find(id).filter(|_| known)?;
    Some(metric.value(&facts(tally)))
}

fn facts(tally: &Tally) -> Facts {
    let all = group(tally);
    let trades = TradeFacts {
        ratios: Moments {
            count: all.count,
            mean: (all.won_ratio - all.lost_ratio) / all.count.max(1.0),
            second: f64::NAN,
            third: f64::NAN,
            fourth: f64::NAN,
        },
        all,
        ..TradeFacts::default()
    };
    let years = match tally.end > tally.begin {
        true => Ok(years_between(tally.begin, tally.end)),
        false => Err(Undefined::TooFewBars),
    };
    let run = RunFacts {
        start: tally.start,
        // Nothing in the list asks for the average account.
        average: tally.start,
        bars_in_market: f64::from(tally.bars_in_market),
        slippage: 0.0,
    };
    Facts::of_sums(tally.annualisation, series(tally), years, trades, run)
}

fn series(tally: &Tally) -> Result<SeriesFacts, Undefined> {
    if tally.bars == 0 {
        return Err(Undefined::TooFewBars);
    }
    if !(tally.returns.is_finite() && tally.squares.is_finite() && tally.last.is_finite()) {
        return Err(Undefined::NotFinite);
    }
    if tally.start <= 0.0 {
        return Err(Undefined::TotalLoss);
    }
    let count = f64::from(tally.bars);
    let mean = tally.returns / count;
    let mut sides = Sides::new(0.0);
    (sides.lost_squares, sides.down_squares) = (tally.lost_squares, tally.lost_squares);
    Ok(SeriesFacts {
        bars: count,
        growth: tally.last / tally.start,
        moments: Moments {
            count,
            mean,
            // Returns of bars are a thousand times their mean, so the difference keeps its digits.
            second: (tally.squares - mean * tally.returns).max(0.0),
            third: f64::NAN,
            fourth: f64::NAN,
        },
        sides,
        drawdown: Drawdown::of_depth(tally.drawdown),
        quantiles: Err(Undefined::TooFewBars),
        trend: Err(Undefined::TooFewBars),
        autocorrelation: Err(Undefined::TooFewBars),
    })
}

fn group(tally: &Tally) -> Group {
    let trades = &tally.trades;
    Group {
        count: f64::from(trades.count),
        winners: f64::from(trades.winners),
        losers: f64::from(trades.losers),
        won: trades.won,
        lost: trades.lost,
        won_ratio: trades.won_ratio,
        lost_ratio: trades.lost_ratio,
        bars: trades.bars,
        // Nothing in the list asks how long winners and losers were held apart.
        winner_bars: f64::NAN,
        loser_bars: f64::NAN,
    }
}
