//! Ways in and out of a position in words.

use super::conditions::condition;
use super::grammar::{clock, fixed, number, percent, same, say, time_of};
use super::values::alone;
use super::{Kind, Sentence, Words, push};
use domain::plan::{Direction, Distance, Entry, EntryOrder, Exit, Extreme, Plan, TrailBy};

pub(super) fn entries(plan: &Plan, said: &mut Vec<Sentence>) {
    for one in &plan.entries {
        push(said, Kind::Entry, entry(one));
    }
    let waits = |entry: &Entry| !matches!(entry.order, EntryOrder::Market);
    if plan.entries.iter().any(waits) {
        let words = fixed(
            "Such an order lives for one bar and is placed anew while its condition holds.",
            "이 주문은 한 봉 동안만 유효하고, 조건이 유지되면 다음 봉에 다시 냅니다.",
        );
        push(said, Kind::Order, words);
    }
    if plan.entries.len() > 1 {
        let words = fixed(
            "When several entries want the position, the one named first gets it.",
            "여러 진입 규칙이 동시에 성립하면 먼저 적힌 규칙을 따릅니다.",
        );
        push(said, Kind::Order, words);
    }
}

fn entry(entry: &Entry) -> Words {
    let when = condition(&entry.when).when();
    let long = entry.side == Direction::Long;
    match &entry.order {
        EntryOrder::Market if long => say(
            "Enter long at the next open{0}.",
            "{0}다음 봉 시가에 매수합니다.",
            &[&when],
        ),
        EntryOrder::Market => say(
            "Enter short at the next open{0}.",
            "{0}다음 봉 시가에 숏으로 진입합니다.",
            &[&when],
        ),
        EntryOrder::Stop(level) if long => say(
            "Enter long with a stop order at {1}{0}.",
            "{0}{1}에 매수 스탑을 둡니다.",
            &[&when, &alone(level)],
        ),
        EntryOrder::Stop(level) => say(
            "Enter short with a stop order at {1}{0}.",
            "{0}{1}에 숏 진입 스탑을 둡니다.",
            &[&when, &alone(level)],
        ),
        EntryOrder::Limit(level) if long => say(
            "Enter long with a limit order at {1}{0}.",
            "{0}{1}에 매수 지정가 주문을 둡니다.",
            &[&when, &alone(level)],
        ),
        EntryOrder::Limit(level) => say(
            "Enter short with a limit order at {1}{0}.",
            "{0}{1}에 숏 진입 지정가 주문을 둡니다.",
            &[&when, &alone(level)],
        ),
    }
}

pub(super) fn exits(plan: &Plan, said: &mut Vec<Sentence>) {
    for one in &plan.exits {
        let (exit, side) = one.unwrapped();
        push(said, Kind::Exit, for_side(way_out(exit), side));
    }
    if plan.reverse {
        let words = fixed(
            "An entry against the position closes it first, at the same price.",
            "반대 방향으로 진입할 때는 같은 가격에 기존 포지션을 먼저 청산합니다.",
        );
        push(said, Kind::Exit, words);
    }
    if plan.exits.is_empty() && !plan.reverse && plan.hold.is_none() {
        let words = fixed(
            "There is no way out: a position is held to the end.",
            "청산 규칙이 없어 끝까지 보유합니다.",
        );
        push(said, Kind::Exit, words);
    }
}

fn for_side(words: Words, side: Option<Direction>) -> Words {
    let Some(side) = side else {
        return words;
    };
    let mut letters = words.en.chars();
    let first = letters.next().map(|first| first.to_ascii_lowercase());
    let words = Words {
        en: first.into_iter().chain(letters).collect(),
        ko: words.ko,
    };
    match side {
        Direction::Long => say("For longs, {0}", "롱은 {0}", &[&words]),
        Direction::Short => say("For shorts, {0}", "숏은 {0}", &[&words]),
    }
}

fn way_out(exit: &Exit) -> Words {
    match exit {
        Exit::Signal(when) => {
            let when = condition(when).when();
            say(
                "Exit at the next open{0}.",
                "{0}다음 봉 시가에 청산합니다.",
                &[&when],
            )
        }
        Exit::AfterBars(1) => fixed(
            "Exit at the next open after the entry bar.",
            "진입한 봉의 다음 봉 시가에 청산합니다.",
        ),
        Exit::AfterBars(bars) => say(
            "Exit at the open of bar {0} after the entry bar.",
            "진입 후 {0}번째 봉 시가에 청산합니다.",
            &[&same(bars.to_string())],
        ),
        Exit::Stop(Distance::Price(level)) => say(
            "Stop out at {0} as of the last close before the entry.",
            "진입 직전 종가 시점의 {0}에 손절을 둡니다.",
            &[&alone(level)],
        ),
        Exit::Stop(by) => say(
            "Stop out {0} against the entry price.",
            "진입가에서 {0} 불리한 가격에 손절을 둡니다.",
            &[&distance(by)],
        ),
        Exit::Target { at, share } => target(at, *share),
        Exit::Trail { by, behind, after } => trail(by, *behind, after.as_ref()),
        Exit::BreakEven { after, plus } => {
            let after = gained(after);
            let beyond = match *plus {
                0.0 => fixed("the entry price", "진입가로"),
                plus if plus < 0.0 => {
                    let plus = same(number(-plus));
                    say(
                        "the entry price minus {0}%",
                        "진입가보다 {0}% 불리한 가격으로",
                        &[&plus],
                    )
                }
                plus => {
                    let plus = same(number(plus));
                    say(
                        "the entry price plus {0}%",
                        "진입가보다 {0}% 유리한 가격으로",
                        &[&plus],
                    )
                }
            };
            say(
                "Once {0}, move the stop to {1}.",
                "{0} 손절을 {1} 옮깁니다.",
                &[&after, &beyond],
            )
        }
        Exit::SessionEnd { zone, minute } => say(
            "Exit at the close of the bar that reaches {0} {1}.",
            "{1} {0}에 이르는 봉의 종가에 청산합니다.",
            &[&same(clock(*minute)), &time_of(*zone)],
        ),
        // Whoever called has taken the side off.
        Exit::Long(inner) => for_side(way_out(inner), Some(Direction::Long)),
        Exit::Short(inner) => for_side(way_out(inner), Some(Direction::Short)),
    }
}

fn target(at: &Distance, share: f64) -> Words {
    let (place, how_far) = match at {
        Distance::Price(level) => (
            alone(level),
            [
                "at {0} as of the last close before the entry",
                "진입 직전 종가 시점의 {0}에",
            ],
        ),
        by => (
            distance(by),
            [
                "{0} in favour of the entry price",
                "진입가에서 {0} 유리한 가격에",
            ],
        ),
    };
    let [en, ko] = how_far;
    let place = say(en, ko, &[&place]);
    if share >= 1.0 {
        return say("Take profit {0}.", "{0} 익절을 둡니다.", &[&place]);
    }
    let share = same(percent(share));
    say(
        "Take profit on {1} of the position {0}.",
        "{0} 포지션의 {1:을} 익절하는 목표가를 둡니다.",
        &[&place, &share],
    )
}

fn trail(by: &TrailBy, behind: Extreme, after: Option<&Distance>) -> Words {
    let price = match behind {
        Extreme::Best => fixed(
            "the best price since the entry",
            "진입 후 가장 유리했던 가격",
        ),
        Extreme::Close => fixed("each close", "매 종가"),
    };
    let place = match by {
        TrailBy::Price(level) => say("at {0}", "{0:을}", &[&alone(level)]),
        TrailBy::Percent(percent) => {
            let far = same(format!("{}%", number(*percent)));
            say("{0} behind {1}", "{1}에서 {0} 뒤를", &[&far, &price])
        }
        TrailBy::Atr { period, times } => {
            let far = ranges(*period, *times);
            say("{0} behind {1}", "{1}에서 {0} 뒤를", &[&far, &price])
        }
    };
    match after {
        None => say(
            "Trail a stop {0}, never moving back.",
            "{0} 따라가며 되돌아가지 않는 추적 손절을 둡니다.",
            &[&place],
        ),
        Some(after) => say(
            "Once {1}, trail a stop {0}, never moving back.",
            "{1} {0} 따라가며 되돌아가지 않는 추적 손절을 둡니다.",
            &[&place, &gained(after)],
        ),
    }
}

/// "the position has gained 2%", as a condition in Korean.
fn gained(by: &Distance) -> Words {
    match by {
        Distance::Price(level) => say(
            "the price has reached {0} as of the last close before the entry",
            "가격이 진입 직전 종가 시점의 {0}에 이르면",
            &[&alone(level)],
        ),
        by => say(
            "the position has gained {0}",
            "수익이 {0}에 이르면",
            &[&distance(by)],
        ),
    }
}

/// How far from a price.
pub(super) fn distance(by: &Distance) -> Words {
    match by {
        Distance::Percent(percent) => same(format!("{}%", number(*percent))),
        Distance::Atr { period, times } => ranges(*period, *times),
        Distance::Price(level) => say("to {0}", "{0}까지", &[&alone(level)]),
        // A multiple of what is risked, as traders write it.
        Distance::R(times) => same(format!("{}R", number(*times))),
    }
}

fn ranges(period: u32, times: f64) -> Words {
    match times {
        1.0 => same(format!("ATR({period})")),
        times => same(format!("{} × ATR({period})", number(times))),
    }
}
