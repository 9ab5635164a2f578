//! The trades as a file.

use super::curve_panel::{file_name, in_money};
use crate::components::download;
use crate::csv::{self, Csv};
use crate::state::{data, use_lab};
use domain::Side;
use leptos::prelude::*;

/// Times in UTC, numbers unrounded, the bar that decided beside the bar that filled.
pub(super) fn save_csv() {
    let Some(name) = file_name("trades.csv") else {
        return;
    };
    let amounts = ["fees", "funding", "gain"].map(in_money);
    let [fees, funding, gain] = &amounts;
    let mut csv = Csv::new(&[
        "symbol",
        "side",
        "quantity",
        "entry_signal_utc",
        "entry_utc",
        "entry_price",
        "entry_reason",
        "exit_signal_utc",
        "exit_utc",
        "exit_price",
        "exit_reason",
        fees,
        funding,
        gain,
        "return",
        "bars_held",
        "open",
        "data",
    ]);
    use_lab().answer.with_untracked(|answer| {
        for trade in answer
            .iter()
            .flat_map(|answer| &answer.report.record.trades)
        {
            let (entry, exit) = (&trade.entry, &trade.exit);
            csv.row([
                csv::Cell::Text(trade.symbol.as_str()),
                csv::Cell::Text(match trade.side {
                    Side::Buy => "buy",
                    Side::Sell => "sell",
                }),
                csv::Cell::Number(trade.qty.get()),
                csv::Cell::Text(&entry.signal_time.to_string()),
                csv::Cell::Text(&entry.time.to_string()),
                csv::Cell::Number(entry.price.get()),
                csv::Cell::Text(entry.reason.text().en),
                csv::Cell::Text(&exit.signal_time.to_string()),
                csv::Cell::Text(&exit.time.to_string()),
                csv::Cell::Number(exit.price.get()),
                csv::Cell::Text(exit.reason.text().en),
                csv::Cell::Number(trade.fees.get()),
                csv::Cell::Number(trade.funding.get()),
                csv::Cell::Number(trade.pnl.get()),
                csv::Cell::Number(trade.return_ratio),
                csv::Cell::Number(f64::from(trade.bars_held)),
                csv::Cell::Text(if trade.open { "yes" } else { "no" }),
                csv::Cell::Text(data()),
            ]);
        }
    });
    // The browser says so itself when it refuses a download.
    let _ = download::save_text(&name, "text/csv;charset=utf-8", &csv.finish());
}
