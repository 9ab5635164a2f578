//! Values and conditions as phrases, and that the arithmetic reads back as what it was.

use super::super::*;
use domain::plan::{
    Best, Change, Cond, Node, Op, SymbolRef, close, high, indicator, low, open, volume,
};
use domain::zones::Zone;
use domain::{Symbol, Timeframe};
use proptest::prelude::*;

fn reads(node: &Node, en: &str, ko: &str) {
    let words = describe(node);
    assert_eq!((words.en.as_str(), words.ko.as_str()), (en, ko));
}

/// Both wordings of a condition, with the Korean ending of "if".
fn asks(cond: &Cond, en: &str, ko: &str) {
    let words = conditions::condition(cond).if_words();
    assert_eq!((words.en.as_str(), words.ko.as_str()), (en, ko));
}

#[test]
fn conditions_end_where_they_stand() {
    asks(
        &close().below(close().lag(28)),
        "close is below close 28 bars ago",
        "종가가 28봉 전 종가보다 낮으면",
    );
    let macd = indicator("macd");
    asks(
        &macd
            .clone()
            .below(macd.output("signal"))
            .and(close().rsi(2).at_least(30.0).or(open().crosses_above(1e5)))
            .and(volume().above(0.0)),
        "MACD(12, 26, 9) is below MACD(12, 26, 9).signal, (RSI(2) of close is at or above 30 or open crosses above 100000) and volume is above 0",
        "MACD(12, 26, 9)가 MACD(12, 26, 9).signal 아래에 있고, (RSI(2)가 30 이상이거나, 시가가 100000을 상향 돌파하고), 거래량이 0보다 크면",
    );
    let first = indicator("roc").rank(Best::Highest).below(1.5);
    asks(
        &first.and(close().above(close().lag(1) * 1.0)),
        "the rank by ROC(10) (highest first) is below 1.5 and close is above close 1 bar ago",
        "ROC(10) 순위(높은 순)가 1.5보다 작고, 종가가 1봉 전 종가보다 높으면",
    );
    // What is negated is said by its opposite.
    asks(
        &close()
            .above(1.0)
            .and(open().above(2.0))
            .for_bars(3)
            .negated(),
        "(close is at or below 1 or open is at or below 2) on at least one of the last 3 bars",
        "최근 3봉 중 한 번이라도 (종가가 1 이하이거나, 시가가 2 이하이면)",
    );
    asks(
        &close().crosses_above(close().sma(5)).negated().for_bars(2),
        "close does not cross above SMA(5) of close on each of the last 2 bars",
        "최근 2봉 내내 종가가 SMA(5)를 상향 돌파하지 않으면",
    );
    let hours = Cond::Hours {
        zone: Zone::NewYork,
        opens: 570,
        closes: 960,
    };
    asks(
        &hours,
        "the bar closes between 09:30 and 16:00 New York time",
        "봉이 뉴욕 시간 09:30~16:00에 끝나면",
    );
    asks(
        &hours.negated(),
        "the bar closes outside 09:30 to 16:00 New York time",
        "봉이 뉴욕 시간 09:30~16:00 밖에서 끝나면",
    );
}

#[test]
fn expressions_need_few_brackets() {
    reads(
        &(close() / close().lag(1) - 1.0),
        "close ÷ (close 1 bar ago) − 1",
        "종가 ÷ (1봉 전 종가) − 1",
    );
    reads(
        &(close() - (open() - low()) - 2.0),
        "close − (open − low) − 2",
        "종가 − (시가 − 저가) − 2",
    );
    reads(
        &(close().sma(20) + indicator("atr").with("smoothing", 1.0) * 2.0),
        "SMA(20) + 2 × ATR(14, smoothing simple)",
        "SMA(20) + 2 × ATR(14, smoothing simple)",
    );
    reads(
        &((high() / low()).changed(Change::Log) * (close() - open()).changed(Change::Absolute)),
        "ln(high ÷ low) × |close − open|",
        "ln(고가 ÷ 저가) × |종가 − 시가|",
    );
    reads(
        &close().rsi(14).sma(3).on(Timeframe::Hour4),
        "(SMA(3) of RSI(14)) on 4h bars",
        "4시간봉 (RSI(14)의 SMA(3))",
    );
    reads(
        &close().on(Timeframe::Week1).sma(10),
        "SMA(10) of (close on 1w bars)",
        "(주봉 종가)의 SMA(10)",
    );
    reads(
        &close().ema(50).of_symbol(SymbolRef::First),
        "EMA(50) of the first symbol",
        "첫 번째 종목의 EMA(50)",
    );
    reads(
        &close().of_symbol(SymbolRef::Code(Symbol::parse("KRW-BTC").unwrap())),
        "close of KRW-BTC",
        "KRW-BTC의 종가",
    );
    reads(
        &close().max(open()).min(3.0),
        "min(max(close, open), 3)",
        "min(max(종가, 시가), 3)",
    );
    reads(&(Node::Number(0.0) - close()), "−close", "−종가");
    reads(&(close() * -1.0), "(−1) × close", "(−1) × 종가");
}

fn numbers_and_prices() -> impl Strategy<Value = Node> {
    prop_oneof![
        Just(close()),
        Just(open()),
        (-4_i32..5).prop_map(|number| Node::Number(f64::from(number) / 2.0)),
    ]
}

fn arithmetic() -> impl Strategy<Value = Node> {
    let ops = [Op::Add, Op::Sub, Op::Mul, Op::Div, Op::Min, Op::Max];
    numbers_and_prices().prop_recursive(4, 24, 2, move |inner| {
        let op = prop::sample::select(ops.to_vec());
        (op, inner.clone(), inner).prop_map(|(op, left, right)| Node::Math {
            op,
            left: Box::new(left),
            right: Box::new(right),
        })
    })
}

const CLOSE: f64 = 1.37;
const OPEN: f64 = 0.83;

fn value_of(node: &Node) -> f64 {
    match node {
        Node::Number(number) => *number,
        Node::Math { op, left, right } => {
            crate::program::math(*op, value_of(left), value_of(right))
        }
        node if *node == close() => CLOSE,
        _ => OPEN,
    }
}

/// Reads what was said by the rules of school: × and ÷ before + and −, from left to right.
struct Reader<'a>(&'a str);

impl Reader<'_> {
    fn eats(&mut self, word: &str) -> bool {
        let rest = self.0.trim_start().strip_prefix(word);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn sum(&mut self) -> f64 {
        let mut total = self.product();
        loop {
            if self.eats("+ ") {
                total += self.product();
            } else if self.eats("− ") {
                total -= self.product();
            } else {
                return total;
            }
        }
    }

    fn product(&mut self) -> f64 {
        if self.eats("−") {
            return -self.product();
        }
        let mut total = self.atom();
        loop {
            if self.eats("× ") {
                total *= self.atom();
            } else if self.eats("÷ ") {
                total /= self.atom();
            } else {
                return total;
            }
        }
    }

    fn atom(&mut self) -> f64 {
        for (name, op) in [
            ("min(", Some(Op::Min)),
            ("max(", Some(Op::Max)),
            ("(", None),
        ] {
            if self.eats(name) {
                let mut value = self.sum();
                if let Some(op) = op {
                    assert!(self.eats(","), "{}", self.0);
                    value = crate::program::math(op, value, self.sum());
                }
                assert!(self.eats(")"), "{}", self.0);
                return value;
            }
        }
        if self.eats("close") {
            return CLOSE;
        }
        if self.eats("open") {
            return OPEN;
        }
        let text = self.0.trim_start();
        let end = text.find(|letter: char| !letter.is_ascii_digit() && letter != '.');
        let (number, rest) = text.split_at(end.unwrap_or(text.len()));
        self.0 = rest;
        number.parse().unwrap()
    }
}

proptest! {
    #[test]
    fn arithmetic_reads_back_as_what_it_was(node in arithmetic()) {
        let said = describe(&node).en;
        let mut reader = Reader(&said);
        let (got, want) = (reader.sum(), value_of(&node));
        prop_assert!(reader.0.trim().is_empty(), "{said:?} is left with {:?}", reader.0);
        let same = got == want || (got - want).abs() <= 1e-6 * want.abs().max(1.0);
        prop_assert!(same || !want.is_finite() || want.abs() > 1e6, "{said}: {got} is not {want}");
        prop_assert!(!said.contains("− −") && !said.contains("−−") && !said.contains("+ −"), "{said}");
    }
}
