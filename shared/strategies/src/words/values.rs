//! Values in words: prices, indicators and arithmetic with as few brackets as reading needs.

use super::grammar::{bracketed, fixed, list, number, same, say};
use super::{Words, conditions, known};
use domain::Timeframe;
use domain::plan::{Best, Change, Column, Held, IndicatorNode, Node, Op, SymbolRef};

/// How tightly a phrase holds together.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Level {
    /// Several words.
    Wordy,
    /// a + b
    Sum,
    /// a × b
    Product,
    /// One name or number.
    Atom,
}

type Value = (Words, Level);

/// A value that stands for itself.
pub(super) fn alone(node: &Node) -> Words {
    value(node, false).0
}

/// A value inside another one.
fn inside(node: &Node, least: Level) -> Words {
    let (words, level) = value(node, true);
    if level < least {
        bracketed(&words)
    } else {
        words
    }
}

fn value(node: &Node, is_inside: bool) -> Value {
    let wordy = |words| (words, Level::Wordy);
    let atom = |words| (words, Level::Atom);
    match node {
        Node::Number(value) if *value < 0.0 => (same(number(*value)), Level::Sum),
        Node::Number(value) => atom(same(number(*value))),
        Node::Price(column) => atom(price(*column)),
        Node::NextOpen => atom(fixed("next open", "다음 봉 시가")),
        Node::Indicator(node) => indicator(node, is_inside),
        Node::Lag { of, bars } => {
            let of = inside(of, Level::Atom);
            let bars = same(bars.to_string());
            wordy(match bars.en.as_str() {
                "1" => say("{0} 1 bar ago", "1봉 전 {0}", &[&of]),
                _ => say("{0} {1} bars ago", "{1}봉 전 {0}", &[&of, &bars]),
            })
        }
        Node::Math { op, left, right } => math(*op, left, right),
        Node::Changed { by, of } => {
            let of = value(of, true).0;
            atom(match by {
                Change::Absolute => say("|{0}|", "|{0}|", &[&of]),
                Change::Root => say("√({0})", "√({0})", &[&of]),
                Change::Log => say("ln({0})", "ln({0})", &[&of]),
            })
        }
        Node::If {
            when,
            then,
            otherwise,
        } => {
            let when = conditions::condition(when).if_words();
            let (then, otherwise) = (inside(then, Level::Sum), inside(otherwise, Level::Sum));
            wordy(say(
                "{1} if {0}, otherwise {2}",
                "{0} {1}, 아니면 {2}",
                &[&when, &then, &otherwise],
            ))
        }
        Node::Timeframe { bars, of } => {
            let of = inside(of, Level::Atom);
            wordy(say("{0} on {1} bars", "{1} {0}", &[&of, &frame(*bars)]))
        }
        Node::Symbol { symbol, of } => {
            let of = inside(of, Level::Atom);
            let symbol = match symbol {
                SymbolRef::First => fixed("the first symbol", "첫 번째 종목"),
                SymbolRef::Last => fixed("the last symbol", "마지막 종목"),
                SymbolRef::Code(code) => same(code.as_str()),
            };
            wordy(say("{0} of {1}", "{1}의 {0}", &[&of, &symbol]))
        }
        Node::Rank { of, best } => {
            let of = inside(of, Level::Atom);
            wordy(match best {
                Best::Highest => say(
                    "the rank by {0} (highest first)",
                    "{0} 순위(높은 순)",
                    &[&of],
                ),
                Best::Lowest => say(
                    "the rank by {0} (lowest first)",
                    "{0} 순위(낮은 순)",
                    &[&of],
                ),
            })
        }
        Node::Held(held) => wordy(match held {
            Held::EntryPrice => fixed("the entry price", "진입가"),
            Held::Bars => fixed("bars since the entry", "진입 후 봉 수"),
            Held::Highest => fixed("the highest price since the entry", "진입 후 최고가"),
            Held::Lowest => fixed("the lowest price since the entry", "진입 후 최저가"),
            Held::Gain => fixed("the gain in percent", "수익률(%)"),
        }),
    }
}

fn price(column: Column) -> Words {
    match column {
        Column::Open => fixed("open", "시가"),
        Column::High => fixed("high", "고가"),
        Column::Low => fixed("low", "저가"),
        Column::Close => fixed("close", "종가"),
        Column::Volume => fixed("volume", "거래량"),
        Column::Time => fixed("opening time", "봉 시작 시각"),
    }
}

/// Bars of a length.
pub(super) fn frame(bars: Timeframe) -> Words {
    let ko = match bars {
        Timeframe::Day1 => "일봉".to_owned(),
        Timeframe::Week1 => "주봉".to_owned(),
        Timeframe::Month1 => "월봉".to_owned(),
        // A count and the letter of its unit.
        shorter => shorter
            .as_str()
            .replace('s', "초봉")
            .replace('m', "분봉")
            .replace('h', "시간봉"),
    };
    Words {
        en: bars.as_str().to_owned(),
        ko,
    }
}

fn indicator(node: &IndicatorNode, is_inside: bool) -> Value {
    let name = known::call(node);
    match node.inputs.as_slice() {
        [] => (name, Level::Atom),
        // The close is what everybody assumes; English says it once where there is room.
        [Node::Price(Column::Close)] if is_inside => (name, Level::Atom),
        [Node::Price(Column::Close)] => (say("{0} of close", "{0}", &[&name]), Level::Wordy),
        inputs => {
            let inputs: Vec<Words> = inputs
                .iter()
                .map(|input| inside(input, Level::Atom))
                .collect();
            let [en, ko] = [|one: &Words| one.en.clone(), |one: &Words| one.ko.clone()]
                .map(|of| inputs.iter().map(of).collect::<Vec<String>>());
            let inputs = Words {
                en: list(&en, "and"),
                ko: ko.join(", "),
            };
            (
                say("{1} of {0}", "{0}의 {1}", &[&inputs, &name]),
                Level::Wordy,
            )
        }
    }
}

fn math(op: Op, left: &Node, right: &Node) -> Value {
    use Level::{Atom, Product, Sum};
    // A factor stands in front, as in 0.5 × (high − low).
    let (left, right) = match (op, left, right) {
        (Op::Mul, _, Node::Number(_)) if !matches!(left, Node::Number(_)) => (right, left),
        _ => (left, right),
    };
    // What a margin of nothing leaves behind.
    if op == Op::Mul && *left == Node::Number(1.0) {
        return value(right, true);
    }
    let join = |phrase: &str, level, [first, second]: [Level; 2]| {
        let mut last = inside(right, second);
        // Two signs in a row are hard to read.
        if last.en.starts_with('−') {
            last = bracketed(&last);
        }
        (say(phrase, phrase, &[&inside(left, first), &last]), level)
    };
    match op {
        Op::Sub if *left == Node::Number(0.0) => {
            (say("−{0}", "−{0}", &[&inside(right, Product)]), Sum)
        }
        Op::Add => join("{0} + {1}", Sum, [Sum, Sum]),
        Op::Sub => join("{0} − {1}", Sum, [Sum, Product]),
        Op::Mul => {
            let mul = matches!(right, Node::Math { op: Op::Mul, .. });
            join(
                "{0} × {1}",
                Product,
                [Product, if mul { Product } else { Atom }],
            )
        }
        Op::Div => join("{0} ÷ {1}", Product, [Product, Atom]),
        Op::Min | Op::Max => {
            let name = if op == Op::Min { "min" } else { "max" };
            let (left, right) = (value(left, true).0, value(right, true).0);
            let name = same(name);
            (
                say("{2}({0}, {1})", "{2}({0}, {1})", &[&left, &right, &name]),
                Atom,
            )
        }
    }
}
