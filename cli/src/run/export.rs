//! The trades and the curve of a run as CSV: numbers unrounded, times both for people and for programs.

use super::arguments::Arguments;
use super::error::{Error, wrong};
use domain::{Execution, RunRecord, Trade, Ts};
use std::fmt::Write;

/// A file to write.
pub struct Export<'a> {
    flag: &'static str,
    file: &'a str,
    text: Writer,
}

type Writer = fn(&RunRecord) -> String;

/// The files the flags ask for; none may be a file that is read, or written twice.
pub fn asked<'a>(arguments: &'a Arguments, read: &[String]) -> Result<Vec<Export<'a>>, Error> {
    let mut taken: Vec<(&str, &str)> = Vec::new();
    taken.extend(arguments.spec.iter().map(|file| ("spec", file.as_str())));
    taken.extend(arguments.plan.iter().map(|file| ("plan", file.as_str())));
    taken.extend(read.iter().map(|file| ("data", file.as_str())));
    let writers: [(_, _, Writer); 2] = [
        ("trades", &arguments.trades, trades),
        ("equity", &arguments.equity, equity),
    ];
    let mut exports = Vec::new();
    for (flag, file, text) in writers {
        let Some(file) = file.as_deref() else {
            continue;
        };
        if file == "-" {
            let allowed = "a file, for standard output has the numbers of the run";
            return Err(wrong(flag, file, allowed));
        }
        if let Some((other, _)) = taken.iter().find(|(_, known)| same_file(known, file)) {
            let allowed = format!("another file than that of --{other}");
            return Err(wrong(flag, file, allowed));
        }
        taken.push((flag, file));
        exports.push(Export { flag, file, text });
    }
    Ok(exports)
}

/// Writes them all.
pub fn write(exports: &[Export], record: &RunRecord) -> Result<(), Error> {
    exports.iter().try_for_each(|export| {
        std::fs::write(export.file, (export.text)(record)).map_err(|error| Error::Write {
            flag: export.flag,
            file: export.file.to_owned(),
            error,
        })
    })
}

/// The columns of [`trades`].
pub const TRADE_COLUMNS: &str = "symbol,side,qty,\
entry_signal_time,entry_signal_time_ms,entry_time,entry_time_ms,entry_price,entry_fee,entry_reason,\
exit_signal_time,exit_signal_time_ms,exit_time,exit_time_ms,exit_price,exit_fee,exit_reason,\
fees,funding,pnl,return,bars_held,open,worst,best,risk";

/// The columns of [`equity`].
pub const EQUITY_COLUMNS: &str = "time,time_ms,equity,drawdown,worst,benchmark";

/// A row for each trade, in order of entry.
pub fn trades(record: &RunRecord) -> String {
    let mut text = format!("{TRADE_COLUMNS}\n");
    for trade in &record.trades {
        text.push_str(&row(trade));
        text.push('\n');
    }
    text
}

/// A row for each point of the account, at the close of its bar; the first is the start.
pub fn equity(record: &RunRecord) -> String {
    let curve = &record.curve;
    let mut text = format!("{EQUITY_COLUMNS}\n");
    let points = curve.time.iter().zip(&curve.equity).zip(&curve.drawdown);
    let points = points.zip(&curve.worst).zip(&curve.benchmark);
    for ((((time, equity), drawdown), worst), benchmark) in points {
        let time = both(Ts(*time));
        // Writing to memory can't fail.
        let _ = writeln!(text, "{time},{equity},{drawdown},{worst},{benchmark}");
    }
    text
}

fn same_file(one: &str, other: &str) -> bool {
    let real = |file| std::fs::canonicalize(file).ok();
    one == other || real(one).is_some_and(|one| Some(one) == real(other))
}

fn row(trade: &Trade) -> String {
    let risk = trade
        .risk
        .map_or(String::new(), |risk| risk.get().to_string());
    [
        trade.symbol.to_string(),
        word(serde_json::to_value(trade.side)),
        trade.qty.get().to_string(),
        end(&trade.entry),
        end(&trade.exit),
        trade.fees.get().to_string(),
        trade.funding.get().to_string(),
        trade.pnl.get().to_string(),
        trade.return_ratio.to_string(),
        trade.bars_held.to_string(),
        trade.open.to_string(),
        trade.worst.to_string(),
        trade.best.to_string(),
        risk,
    ]
    .join(",")
}

fn end(end: &Execution) -> String {
    let (signal, time) = (both(end.signal_time), both(end.time));
    let reason = word(serde_json::to_value(end.reason));
    let (price, fee) = (end.price.get(), end.fee.get());
    format!("{signal},{time},{price},{fee},{reason}")
}

/// ISO 8601 and milliseconds since 1970.
fn both(at: Ts) -> String {
    format!("{at},{}", at.0)
}

/// The word a value has in specs and reports.
fn word(value: serde_json::Result<serde_json::Value>) -> String {
    let text = value
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned));
    text.unwrap_or_default()
}
