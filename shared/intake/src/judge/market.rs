//! Of which market a file is: what its rows and its name say, and whether that is the market that was chosen.

use super::log::Log;
use super::said::same;
use crate::defect::DefectKind;
use crate::guess::{Plan, filename, layout};
use crate::limits::CELL_SHOWN;
use crate::options::Role;
use crate::table::{Table, said};
use domain::Symbol;
use std::collections::BTreeMap;

/// Notices a file that names another market throughout than the one that was chosen. Rows tell; where they don't, the name of the file.
pub fn judge(table: &Table, plan: &Plan, log: &mut Log) {
    let Some(chosen) = plan.symbol.filter(|_| plan.symbol_chosen) else {
        return;
    };
    let place = plan.place(Role::Symbol);
    let rows = place.map(|place| written(table, place)).unwrap_or_default();
    // Rows of several markets are each judged for themselves.
    let (row, column, named) = match (rows.len(), plan.named_symbol) {
        (0, Some(named)) => (0, String::new(), named.to_string()),
        (1, _) => {
            let named = rows.into_values().next().map(|(_, text)| text);
            let column = plan.column(Role::Symbol).to_owned();
            (table.line(0), column, named.unwrap_or_default())
        }
        _ => return,
    };
    if !is_same(&named, chosen) {
        log.note(DefectKind::MarketNamedOtherwise, row, || {
            (column, named, same(chosen.as_str()))
        });
    }
}

/// The market most rows are of, or the one that was chosen: its code, and as a row writes it.
pub fn main_symbol(table: &Table, plan: &Plan) -> Option<(String, String)> {
    let counts = written(table, plan.place(Role::Symbol)?);
    if plan.symbol_chosen
        && let Some(chosen) = plan.symbol
    {
        let chosen = code(chosen.as_str());
        if let Some((_, written)) = counts.get(&chosen) {
            return Some((chosen, written.clone()));
        }
        // A file that names its market otherwise throughout is not of another market.
        if counts.len() > 1 {
            return Some((chosen.clone(), chosen));
        }
    }
    let most = counts.into_iter().max_by_key(|(_, (count, _))| *count);
    most.map(|(code, (_, written))| (code, written))
}

/// The codes in a column, each with how often it stands there and as it is written.
fn written(table: &Table, place: usize) -> BTreeMap<String, (usize, String)> {
    let mut counts: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for row in layout::sample(table.len(), 1_000) {
        let text = said(table.cell(row, place), CELL_SHOWN);
        let code = code(&text);
        if !code.is_empty() {
            counts.entry(code).or_insert((0, text)).0 += 1;
        }
    }
    counts
}

/// May both be one market? Money may stand first or last or be left out, and TradingView writes the venue before a code and `.P` after
/// that of a future without an end.
fn is_same(named: &str, chosen: Symbol) -> bool {
    let code_alone = named.rsplit(':').next().unwrap_or(named);
    let code_alone = code_alone.strip_suffix(".P").unwrap_or(code_alone);
    let ours = code(chosen.as_str());
    let theirs = code(code_alone);
    theirs == ours
        || other_ways(chosen.as_str()).contains(&theirs)
        || other_ways(code_alone).contains(&ours)
}

/// A code with its money at the other end, and without it.
fn other_ways(text: &str) -> Vec<String> {
    let capitals = text.to_uppercase();
    let mut parts = capitals.split(['-', '/', '_']).map(code);
    let (Some(first), second) = (parts.next(), parts.next()) else {
        return Vec::new();
    };
    let is_money = |part: &String| filename::QUOTES.contains(&part.as_str());
    match second {
        // Upbit writes the money first, others last.
        Some(second) if is_money(&first) => vec![format!("{second}{first}"), second],
        Some(second) if is_money(&second) => vec![format!("{second}{first}"), first],
        Some(_) => Vec::new(),
        None => {
            let quotes = filename::QUOTES.iter();
            let base = |quote: &&str| first.strip_suffix(*quote).filter(|base| !base.is_empty());
            quotes.filter_map(base).map(str::to_owned).collect()
        }
    }
}

/// A code in capitals without marks, so that `BTC/USDT` and `btcusdt` are one.
pub fn code(text: &str) -> String {
    let letters = text.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

    use super::*;

    #[test]
    fn one_market_is_written_in_many_ways_and_two_markets_are_told_apart() {
        let same = [
            ("KRW-BTC", "KRW-BTC"),
            ("UPBIT:BTCKRW", "KRW-BTC"),
            ("btc/krw", "KRW-BTC"),
            ("BTC", "KRW-BTC"),
            ("KRW-BTC", "BTC"),
            ("BTCUSDT", "BTCUSDT"),
            ("BINANCE:BTCUSDT.P", "BTCUSDT"),
            ("BTC-USDT", "BTCUSDT"),
            ("BTC", "BTCUSDT"),
            ("NASDAQ:AAPL", "AAPL"),
        ];
        for (named, chosen) in same {
            assert!(
                is_same(named, Symbol::parse(chosen).unwrap()),
                "{named} {chosen}"
            );
        }
        let different = [
            ("KRW-ETH", "KRW-BTC"),
            ("BTC-ETH", "KRW-ETH"),
            ("BTCUSDT", "KRW-BTC"),
            ("ETHUSDT", "BTCUSDT"),
            ("BTCUSD", "BTCUSDT"),
            ("UPBIT:ETHKRW", "KRW-BTC"),
            ("AAPL", "MSFT"),
        ];
        for (named, chosen) in different {
            assert!(
                !is_same(named, Symbol::parse(chosen).unwrap()),
                "{named} {chosen}"
            );
        }
    }
}
