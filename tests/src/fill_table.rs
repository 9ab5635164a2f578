//! A table of fills worked out from the rules in words: which bar, which order, and the price, time and reason to expect.
//!
//! `data/fills.csv` holds a row a case with its rule. Bar 0 is flat at 100 and gives the signal, bars 1 and 2 are in the row;
//! there are no costs and one unit is traded. `105@1 stop_loss` is a fill at 105 in bar 1, `open` a position that is kept.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use domain::instrument::{ANY_PRICE, Lot};
use domain::order::side_of;
use domain::plan::{Direction, Distance, TrailBy, volume};
use domain::time::DAY_MS;
use domain::{
    Bar, Bars, Bps, Calendar, Cash, Costs, Dataset, Execution, FillPolicy, Instrument, OrderKind,
    PathRule, Price, Purpose, Qty, RunSpec, Series, Sizing, Symbol, Timeframe, Ts, Venue,
};
use strategies::{EntryOrder, Exit, Node, Plan};

const TABLE: &str = include_str!("../data/fills.csv");

struct Row<'a> {
    cells: Vec<&'a str>,
}

impl<'a> Row<'a> {
    fn get(&self, name: &str) -> &'a str {
        let header = TABLE.lines().next().unwrap();
        let place = header.split(';').position(|column| column == name).unwrap();
        self.cells[place]
    }

    fn number(&self, name: &str) -> Option<f64> {
        self.get(name).parse().ok()
    }

    fn direction(&self) -> Direction {
        match self.get("side") {
            "long" => Direction::Long,
            _ => Direction::Short,
        }
    }

    fn bar(&self, name: &str, day: i64) -> Bar {
        let text = self.get(name);
        let prices: Vec<f64> = text
            .split(' ')
            .filter_map(|price| price.parse().ok())
            .collect();
        let [open, high, low, close] = prices[..] else {
            unreachable!("{text} has four prices")
        };
        Bar {
            open_time: Ts(day * DAY_MS),
            open,
            high,
            low,
            close,
            volume: 0.0,
            made_up: text.ends_with("made-up"),
        }
    }

    fn plan(&self) -> Plan {
        let level = || Node::Number(self.number("level").unwrap());
        let order = match self.get("order") {
            "market" => EntryOrder::Market,
            "stop" => EntryOrder::Stop(level()),
            _ => EntryOrder::Limit(level()),
        };
        // The signal rides in the volume of bar 0.
        let mut plan = Plan::default().enter(self.direction(), volume().above(0.5), order);
        let price = |name| {
            self.number(name)
                .map(|level| Distance::Price(Node::Number(level)))
        };
        plan.exits.extend(price("stop").map(Exit::Stop));
        plan.exits.extend(price("target").map(Exit::target));
        let (other, number) = self.get("other").split_once(' ').unwrap_or_default();
        let number: f64 = number.parse().unwrap_or(0.0);
        plan.exits.extend(match other {
            "trail" => Some(Exit::trail(TrailBy::Percent(number))),
            "even" => Some(Exit::BreakEven {
                after: Distance::Percent(number),
                plus: 0.0,
            }),
            "after" => Some(Exit::AfterBars(number as u32)),
            _ => None,
        });
        plan
    }

    fn spec(&self) -> RunSpec {
        let symbol = Symbol::parse("TABLE").unwrap();
        let any = strategies::ALL[0];
        RunSpec {
            costs: Costs::plain(Bps::ZERO, Bps::ZERO),
            fill: FillPolicy::find(self.get("policy")).unwrap(),
            path: PathRule::find(self.get("path")).unwrap(),
            sizing: Some(Sizing::Units(Qty::new(1.0).unwrap())),
            cash: Cash::new(1e6).unwrap(),
            ..strategies::defaults::spec(any, vec![symbol], Timeframe::Day1)
        }
    }

    fn data(&self) -> Dataset {
        let flat = Bar {
            volume: 1.0,
            ..self.bar("bar1", 0)
        };
        let signal = Bar {
            open: 100.0,
            high: 100.0,
            low: 100.0,
            close: 100.0,
            made_up: false,
            ..flat
        };
        let bars = [signal, self.bar("bar1", 1), self.bar("bar2", 2)];
        let instrument = Instrument {
            venue: Venue::File,
            symbol: Symbol::parse("TABLE").unwrap(),
            quote: "",
            ticks: ANY_PRICE,
            lot: Lot::Any,
            min_notional: Cash::ZERO,
            calendar: Calendar::AlwaysOpen,
        };
        let bars = Bars::from_bars(Timeframe::Day1, bars).unwrap();
        Dataset::new(vec![Series::new(instrument, bars)])
    }
}

fn rows() -> Vec<Row<'static>> {
    let lines = TABLE.lines().skip(1);
    lines
        .map(|line| Row {
            cells: line.split(';').collect(),
        })
        .collect()
}

/// Is this `price@bar`?
fn is(got: &Execution, wanted: &str) -> bool {
    let Some((price, bar)) = wanted.split_once('@') else {
        return false;
    };
    let (price, bar): (f64, i64) = (price.parse().unwrap(), bar.parse().unwrap());
    (got.price.get() - price).abs() < 1e-9 && got.time.0 == bar * DAY_MS
}

#[test]
fn every_row_of_the_table_comes_true() {
    let rows = rows();
    assert!(rows.len() >= 300);
    let wrong: Vec<String> = rows
        .iter()
        .enumerate()
        .filter_map(|(row, one)| wrong(row, one))
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {} rows:\n{}",
        wrong.len(),
        rows.len(),
        wrong.join("\n")
    );
}

fn wrong(row: usize, one: &Row<'_>) -> Option<String> {
    let (record, _) = engine::run_plan(&one.spec(), &one.plan(), &one.data(), ()).unwrap();
    let trade = record.trades.first();
    let entered = match trade {
        None => one.get("entry") == "-",
        Some(trade) => is(&trade.entry, one.get("entry")),
    };
    let left = match (trade, one.get("exit")) {
        (None, exit) => exit == "-",
        (Some(trade), "open") => trade.open,
        (Some(trade), exit) => {
            let (at, reason) = exit.split_once(' ').unwrap();
            let got = serde_json::to_value(trade.exit.reason).unwrap();
            is(&trade.exit, at) && got == reason
        }
    };
    let refusals: Vec<String> = record
        .refusals
        .iter()
        .filter_map(|count| {
            Some(
                serde_json::to_value(count.reason)
                    .ok()?
                    .as_str()?
                    .to_owned(),
            )
        })
        .collect();
    let refused = match one.get("refused") {
        "" => refusals.iter().all(|reason| reason == "end_of_data"),
        wanted => refusals.iter().any(|reason| reason == wanted),
    };
    let right = entered && left && refused && record.trades.len() <= 1;
    (!right).then(|| {
        format!(
            "{}: {:?}\n    {:?} {refusals:?}",
            row + 2,
            one.cells,
            record.trades
        )
    })
}

/// What the table says about levels under the touch policy is what the rule of fills says on its own.
#[test]
fn the_rule_of_fills_agrees_with_the_table() {
    let mut compared = 0;
    for one in rows().iter().filter(|one| one.get("policy") == "touch") {
        let Some(level) = one.number("level").and_then(|level| Price::new(level).ok()) else {
            continue;
        };
        let kind = match one.get("order") {
            "stop" => OrderKind::Stop(level),
            _ => OrderKind::Limit(level),
        };
        let side = side_of(one.direction(), Purpose::Open);
        let got = engine::fill::touch_price(kind, side, &one.bar("bar1", 1));
        let wanted = one
            .get("entry")
            .split_once('@')
            .map(|(price, _)| price.parse().unwrap());
        assert_eq!(got, wanted, "{:?}", one.cells);
        compared += 1;
    }
    assert!(compared >= 100);
}
