//! One run from lists of signals: the signals ride in the volume of the bars, so a plan can read them.

use super::super::{Case, num};
use super::{Engine, equity, instrument, rule, said, series_of, spec_of, strategy, timeframe_of};
use domain::instrument::Lot;
use domain::plan::{Direction, Extreme, TrailBy, close, volume};
use domain::{Dataset, Qty, Ratio, Reason, RunRecord, Side, Sizing, Symbol, Trade, Undefined};
use metrics::Facts;
use serde_json::{Value, json};
use strategies::{Cond, Distance, EntryOrder, Exit, Node, Plan};

/// What each list of signals adds to the code of a bar.
const CODES: [(&str, usize); 4] = [
    ("long_entry", 1),
    ("long_exit", 2),
    ("short_entry", 4),
    ("short_exit", 8),
];

pub(super) fn answer(engine: Engine, case: &Case) -> Result<Value, String> {
    let rules = &case.call["rules"];
    let times = case.times()?;
    let symbol = Symbol::parse("GOLDEN").map_err(said)?;
    let mut spec = spec_of(rules, vec![symbol], timeframe_of(times)?)?;
    let (sizing, lot) = size(&rules["size"])?;
    spec.sizing = Some(sizing);
    let codes = codes(case, times.len())?;
    let columns = ["open", "high", "low", "close"].map(|name| case.column(name));
    let [open, high, low, close] = columns;
    let columns = [open?, high?, low?, close?];
    let series = series_of(instrument(symbol, lot), times, columns, &codes)?;
    let data = Dataset::new(vec![series]);

    let by_signals = plan(rules, &given())?;
    let record = engine(&spec, &by_signals, &data).map_err(said)?;
    let trades = trades(&record, case)?;
    // Where no signal was left out, the strategy itself must come to the same trades.
    let own = strategy::signals(&case.call["strategy"], rules)?;
    if let Some(own) = own.filter(|_| case.call["strategy"]["removed_signals"].is_null()) {
        let other = engine(&spec, &plan(rules, &own)?, &data).map_err(said)?;
        if other.trades != record.trades {
            return Err("the strategy's own signals come to other trades".to_owned());
        }
    }
    Ok(json!({"trades": trades, "equity": equity(&record), "stats": stats(&record)?}))
}

/// When to enter and to leave.
pub(super) struct Signals {
    pub(super) long_entry: Cond,
    pub(super) long_exit: Option<Cond>,
    pub(super) short_entry: Cond,
    pub(super) short_exit: Option<Cond>,
}

fn given() -> Signals {
    let [long_entry, long_exit, short_entry, short_exit] = CODES.map(|(_, code)| has(code));
    Signals {
        long_entry,
        long_exit: Some(long_exit),
        short_entry,
        short_exit: Some(short_exit),
    }
}

/// Is this signal part of the bar's code?
fn has(code: usize) -> Cond {
    let sums = (1..16).filter(|sum| sum & code != 0).map(|sum| {
        let sum = sum as f64;
        volume().above(sum - 0.5).and(volume().below(sum + 0.5))
    });
    Cond::Any(sums.collect())
}

fn codes(case: &Case, rows: usize) -> Result<Vec<f64>, String> {
    let mut codes = vec![0.0; rows];
    for (name, code) in CODES {
        let signals = case.input()["signals"][name].as_array();
        for row in signals.into_iter().flatten() {
            let row = row.as_u64().and_then(|row| codes.get_mut(row as usize));
            *row.ok_or_else(|| format!("{name}: a signal outside the bars"))? += code as f64;
        }
    }
    Ok(codes)
}

fn size(size: &Value) -> Result<(Sizing, Lot), String> {
    let ratio = |value| Ratio::new(value).map_err(said);
    let lot = match size["step"].as_f64() {
        Some(step) => Lot::PerUnit((1.0 / step).round()),
        None => Lot::Any,
    };
    let sizing = match size["mode"].as_str() {
        Some("all_in") => Sizing::EqualSlots {
            fraction: ratio(1.0)?,
        },
        Some("fraction") => Sizing::Equity {
            fraction: ratio(rule(size, "fraction")?)?,
        },
        Some("units") => Sizing::Units(Qty::new(rule(size, "units")?).map_err(said)?),
        _ => return Err(format!("{size}: what size is that?")),
    };
    Ok((sizing, lot))
}

fn plan(rules: &Value, signals: &Signals) -> Result<Plan, String> {
    let long_short = rules["allow_short"] == true;
    let market = EntryOrder::Market;
    let mut plan = Plan::long(signals.long_entry.clone(), market.clone());
    if long_short {
        plan = plan.enter(Direction::Short, signals.short_entry.clone(), market);
        plan.reverse = true;
    }
    let for_long = |exit| Exit::Long(Box::new(exit));
    let for_short = |exit| Exit::Short(Box::new(exit));
    if let Some(exit) = &signals.long_exit {
        plan = plan.exit(for_long(Exit::Signal(exit.clone())));
    }
    if let Some(exit) = &signals.short_exit {
        plan = plan.exit(for_short(Exit::Signal(exit.clone())));
    }
    if let Some(bars) = rules["time_exit_bars"].as_u64() {
        plan = plan.exit(Exit::AfterBars(bars as u32));
    }
    let stops = &rules["stops"];
    let by_signal = stops["base"] == "signal_close";
    let level = |share: f64| close() * (1.0 + share);
    let at = |share: f64| match by_signal {
        true => Distance::Price(level(share)),
        false => Distance::Percent(share.abs() * 100.0),
    };
    if let Some(share) = stops["sl"].as_f64() {
        plan = plan.exit(for_long(Exit::Stop(at(-share))));
        plan = plan.exit(for_short(Exit::Stop(at(share))));
    }
    if let Some(share) = stops["tp"].as_f64() {
        plan = plan.exit(for_long(Exit::target(at(share))));
        plan = plan.exit(for_short(Exit::target(at(-share))));
    }
    if let Some(share) = stops["trail_at_close"].as_f64() {
        // The first close of the position sets the first stop: there is none in the entry bar.
        let trail = |level: Node| Exit::Trail {
            by: TrailBy::Price(level),
            behind: Extreme::Close,
            after: None,
        };
        plan = plan.exit(for_long(trail(level(-share))));
        plan = plan.exit(for_short(trail(level(share))));
    }
    Ok(plan)
}

/// One row a trade in the case's columns.
fn trades(record: &RunRecord, case: &Case) -> Result<Value, String> {
    let times = case.times()?;
    let with_reason = case.call["trade_columns"]
        .as_array()
        .is_some_and(|columns| columns.iter().any(|name| name == "exit_reason"));
    let row = |time: i64| {
        times
            .binary_search(&time)
            .map_err(|_| format!("no bar at {time}"))
    };
    let rows = record.trades.iter().map(|trade: &Trade| {
        let entry = row(trade.entry.time.0)?;
        // A trade still open is marked at the close of the last bar.
        let exit = if trade.open {
            times.len() - 1
        } else {
            row(trade.exit.time.0)?
        };
        let mut cells = vec![
            json!(match trade.side {
                Side::Buy => "long",
                Side::Sell => "short",
            }),
            num(trade.qty.get()),
            json!(entry),
            num(trade.entry.price.get()),
            num(trade.entry.fee.get()),
            json!(exit),
            num(trade.exit.price.get()),
            num(trade.exit.fee.get()),
            num(trade.pnl.get()),
            num(trade.return_ratio),
            json!(if trade.open { "open" } else { "closed" }),
        ];
        if with_reason {
            cells.push(json!(match trade.exit.reason {
                Reason::StopLoss | Reason::TrailingStop => "stop_loss",
                Reason::TakeProfit => "take_profit",
                Reason::EndOfData => "open",
                _ => "signal",
            }));
        }
        Ok(Value::Array(cells))
    });
    rows.collect()
}

fn stats(record: &RunRecord) -> Result<Value, String> {
    let facts = Facts::of(record);
    let metric = |id: &str| {
        let known = metrics::find(id).ok_or_else(|| format!("there is no metric {id}"))?;
        Ok::<Value, String>(known.value(&facts).map_or(Value::Null, num))
    };
    // A library divides by zero where we say that there was no loser.
    let profit_factor = match metrics::find("profit_factor").map(|known| known.value(&facts)) {
        Some(Ok(factor)) => num(factor),
        Some(Err(Undefined::NoLosers)) => num(f64::INFINITY),
        _ => Value::Null,
    };
    let closed: Vec<&Trade> = record.trades.iter().filter(|trade| !trade.open).collect();
    let mean = |sum: f64| num(sum / closed.len() as f64);
    let held: u32 = closed.iter().map(|trade| trade.bars_held).sum();
    let gained: f64 = closed.iter().map(|trade| trade.pnl.get()).sum();
    let fees: f64 = record.trades.iter().map(|trade| trade.fees.get()).sum();
    Ok(json!({
        "final_equity": record.curve.equity.last(),
        "total_return": metric("total_return")?,
        "max_drawdown": metric("max_drawdown")?,
        "trades_closed": closed.len(),
        "trades_open": record.trades.len() - closed.len(),
        "win_rate": metric("win_rate")?,
        "profit_factor": profit_factor,
        "total_fees": num(fees),
        "avg_trade_pnl": mean(gained),
        "avg_bars_held": mean(f64::from(held)),
    }))
}
