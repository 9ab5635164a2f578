//! Plans and the sentences a trader would write for them, in both languages.

mod phrases;

use super::*;
use domain::plan::{
    AddSize, AddWhen, Adds, Again, Best, Cond, Direction, Distance, EntryOrder, Exit, Extreme,
    Held, Hold, Node, Rank, TrailBy, close, high, indicator, low, next_open, volume,
};
use domain::zones::{Weekday, Zone};
use domain::{Ratio, Sizing, StrategyChoice};
use std::collections::{BTreeMap, BTreeSet};

fn says(plan: &Plan, want: &[(Kind, &str, &str)]) {
    let said = explain(plan);
    let got: Vec<(Kind, &str, &str)> = said
        .iter()
        .map(|one| (one.kind, one.words.en.as_str(), one.words.ko.as_str()))
        .collect();
    assert_eq!(got, want);
}

#[test]
fn a_volatility_breakout() {
    let level = next_open() + (high() - low()) * 0.5;
    let plan = Plan::long(close().above(close().sma(20)), EntryOrder::Stop(level))
        .exit(Exit::AfterBars(1))
        .stop_loss(5.0);
    says(
        &plan,
        &[
            (
                Kind::Entry,
                "Enter long with a stop order at next open + 0.5 × (high − low) when close is above SMA(20) of close.",
                "종가가 SMA(20) 위에 있으면 다음 봉 시가 + 0.5 × (고가 − 저가)에 매수 스탑을 둡니다.",
            ),
            (
                Kind::Order,
                "Such an order lives for one bar and is placed anew while its condition holds.",
                "이 주문은 한 봉 동안만 유효하고, 조건이 유지되면 다음 봉에 다시 냅니다.",
            ),
            (
                Kind::Exit,
                "Exit at the next open after the entry bar.",
                "진입한 봉의 다음 봉 시가에 청산합니다.",
            ),
            (
                Kind::Exit,
                "Stop out 5% against the entry price.",
                "진입가에서 5% 불리한 가격에 손절을 둡니다.",
            ),
        ],
    );
}

#[test]
fn a_cross_that_goes_both_ways() {
    let (fast, slow) = (close().ema(12), close().ema(26));
    let up = fast.clone().crosses_above(slow.clone());
    let down = fast.crosses_below(slow);
    let plan = Plan {
        reverse: true,
        ..Plan::long(up, EntryOrder::Market).enter(Direction::Short, down, EntryOrder::Market)
    };
    says(
        &plan,
        &[
            (
                Kind::Entry,
                "Enter long at the next open when EMA(12) of close crosses above EMA(26) of close.",
                "EMA(12)가 EMA(26)를 상향 돌파하면 다음 봉 시가에 매수합니다.",
            ),
            (
                Kind::Entry,
                "Enter short at the next open when EMA(12) of close crosses below EMA(26) of close.",
                "EMA(12)가 EMA(26)를 하향 돌파하면 다음 봉 시가에 숏으로 진입합니다.",
            ),
            (
                Kind::Order,
                "When several entries want the position, the one named first gets it.",
                "여러 진입 규칙이 동시에 성립하면 먼저 적힌 규칙을 따릅니다.",
            ),
            (
                Kind::Exit,
                "An entry against the position closes it first, at the same price.",
                "반대 방향으로 진입할 때는 같은 가격에 기존 포지션을 먼저 청산합니다.",
            ),
        ],
    );
}

#[test]
fn every_way_out() {
    let plan = Plan::long(Cond::Always, EntryOrder::Limit(low().lag(1)))
        .exit(Exit::Long(Box::new(Exit::Signal(
            Node::Held(Held::Gain).above(8.0),
        ))))
        .exit(Exit::AfterBars(5))
        .exit(Exit::Stop(Distance::Atr {
            period: 14,
            times: 2.0,
        }))
        .exit(Exit::Target {
            at: Distance::R(2.0),
            share: 0.5,
        })
        .exit(Exit::target(Distance::Price(indicator("bbands"))))
        .exit(Exit::trail(TrailBy::Atr {
            period: 22,
            times: 3.0,
        }))
        .exit(Exit::Trail {
            by: TrailBy::Percent(2.5),
            behind: Extreme::Close,
            after: Some(Distance::Percent(4.0)),
        })
        .exit(Exit::BreakEven {
            after: Distance::R(1.0),
            plus: 0.2,
        })
        .exit(Exit::Short(Box::new(Exit::SessionEnd {
            zone: Zone::Seoul,
            minute: 15 * 60 + 20,
        })));
    says(
        &plan,
        &[
            (
                Kind::Entry,
                "Enter long with a limit order at low 1 bar ago on every bar.",
                "매 봉 1봉 전 저가에 매수 지정가 주문을 둡니다.",
            ),
            (
                Kind::Order,
                "Such an order lives for one bar and is placed anew while its condition holds.",
                "이 주문은 한 봉 동안만 유효하고, 조건이 유지되면 다음 봉에 다시 냅니다.",
            ),
            (
                Kind::Exit,
                "For longs, exit at the next open when the gain in percent is above 8.",
                "롱은 수익률(%)이 8보다 높으면 다음 봉 시가에 청산합니다.",
            ),
            (
                Kind::Exit,
                "Exit at the open of bar 5 after the entry bar.",
                "진입 후 5번째 봉 시가에 청산합니다.",
            ),
            (
                Kind::Exit,
                "Stop out 2 × ATR(14) against the entry price.",
                "진입가에서 2 × ATR(14) 불리한 가격에 손절을 둡니다.",
            ),
            (
                Kind::Exit,
                "Take profit on 50% of the position 2R in favour of the entry price.",
                "진입가에서 2R 유리한 가격에 포지션의 50%를 익절하는 목표가를 둡니다.",
            ),
            (
                Kind::Exit,
                "Take profit at Bollinger(20, 2, 2).upper as of the last close before the entry.",
                "진입 직전 종가 시점의 볼린저(20, 2, 2).upper에 익절을 둡니다.",
            ),
            (
                Kind::Exit,
                "Trail a stop 3 × ATR(22) behind the best price since the entry, never moving back.",
                "진입 후 가장 유리했던 가격에서 3 × ATR(22) 뒤를 따라가며 되돌아가지 않는 추적 손절을 둡니다.",
            ),
            (
                Kind::Exit,
                "Once the position has gained 4%, trail a stop 2.5% behind each close, never moving back.",
                "수익이 4%에 이르면 매 종가에서 2.5% 뒤를 따라가며 되돌아가지 않는 추적 손절을 둡니다.",
            ),
            (
                Kind::Exit,
                "Once the position has gained 1R, move the stop to the entry price plus 0.2%.",
                "수익이 1R에 이르면 손절을 진입가보다 0.2% 유리한 가격으로 옮깁니다.",
            ),
            (
                Kind::Exit,
                "For shorts, exit at the close of the bar that reaches 15:20 Seoul time.",
                "숏은 한국 시간 15:20에 이르는 봉의 종가에 청산합니다.",
            ),
        ],
    );
}

#[test]
fn adds_waits_ranks_and_sizes() {
    let plan = Plan {
        adds: Some(Adds {
            most: 3,
            when: AddWhen::Loss(Distance::Percent(2.0)),
            scale: 1.5,
            size: AddSize::Units,
            from_last: false,
        }),
        again: Again {
            wait: 1,
            wait_after_stop: 6,
            fresh: true,
            most_a_day: Some(2),
        },
        rank: Some(Rank {
            by: indicator("roc").with("period", 30.0),
            best: Best::Highest,
        }),
        sizing: Some(Sizing::Risk {
            fraction: Ratio::new(0.01).unwrap(),
        }),
        weight: Some((Node::Number(1.0) - indicator("noise")).max(0.0)),
        ..Plan::short(volume().above(volume().sma(20)), EntryOrder::Market)
    };
    says(
        &plan,
        &[
            (
                Kind::Entry,
                "Enter short at the next open when volume is above SMA(20) of volume.",
                "거래량이 거래량의 SMA(20) 위에 있으면 다음 봉 시가에 숏으로 진입합니다.",
            ),
            (
                Kind::Exit,
                "There is no way out: a position is held to the end.",
                "청산 규칙이 없어 끝까지 보유합니다.",
            ),
            (
                Kind::Add,
                "Add each time the price has moved 2% against since the last entry or add, at most 3 times.",
                "마지막 진입가에서 2% 불리해질 때마다 추가 진입합니다(최대 3번).",
            ),
            (
                Kind::Add,
                "Each add has 1.5 × the units of the one before it.",
                "추가 진입의 수량은 직전 진입의 1.5배입니다.",
            ),
            (
                Kind::Add,
                "Stops and targets are measured from the average price.",
                "손절과 목표가는 평균 단가를 기준으로 합니다.",
            ),
            (
                Kind::Again,
                "After an exit, do not enter for 1 bar.",
                "청산 후 1봉 동안은 진입하지 않습니다.",
            ),
            (
                Kind::Again,
                "After a losing stop, do not enter for 6 bars.",
                "손절로 손실이 나면 6봉 동안은 진입하지 않습니다.",
            ),
            (
                Kind::Again,
                "Before the next entry its condition must have failed once.",
                "진입 조건이 한 번 풀렸다가 다시 성립해야 다시 진입합니다.",
            ),
            (
                Kind::Again,
                "Enter at most 2 times a day (UTC).",
                "하루(UTC 기준)에 최대 2번 진입합니다.",
            ),
            (
                Kind::Rank,
                "When several symbols want in at once, the one with the highest ROC(30) goes first.",
                "여러 종목이 동시에 신호를 내면 ROC(30)가 높은 종목부터 진입합니다.",
            ),
            (
                Kind::Size,
                "Each entry is as large as loses 1% of the equity when its first stop is hit, costs not counted.",
                "첫 손절에 닿으면 자산의 1%를 잃도록 주문 크기를 정합니다. 비용은 계산에 넣지 않습니다.",
            ),
            (
                Kind::Size,
                "Scale each entry by max(1 − Noise, 0), from 0 to 1.",
                "진입 크기에 max(1 − 노이즈, 0)를 곱합니다(0~1).",
            ),
        ],
    );
}

#[test]
fn shares_to_hold() {
    let best_two = indicator("roc")
        .with("period", 28.0)
        .rank(Best::Highest)
        .at_most(2.0);
    let hold = Hold {
        when: Cond::Weekdays {
            zone: Zone::Utc,
            days: vec![Weekday::Monday, Weekday::Thursday],
        },
        share: Node::Number(0.5).when(best_two, 0.0),
        tolerance: 0.02,
    };
    let plan = Plan {
        hold: Some(hold),
        ..Plan::default()
    };
    says(
        &plan,
        &[
            (
                Kind::Hold,
                "At the next open when the bar closes on Monday or Thursday (UTC), set the share of the account in each symbol to 0.5 if the rank by ROC(28) (highest first) is at or below 2, otherwise 0.",
                "봉이 UTC 월·목요일에 끝나면 다음 봉 시가에 종목별 비중을 ROC(28) 순위(높은 순)가 2 이하이면 0.5, 아니면 0으로 맞춥니다.",
            ),
            (
                Kind::Hold,
                "Leave differences smaller than 2% of the account alone.",
                "계좌의 2%보다 작은 차이는 그대로 둡니다.",
            ),
        ],
    );
}

#[test]
fn every_strategy_of_the_library_is_explained_without_an_empty_or_repeated_sentence() {
    for strategy in crate::ALL {
        let choice = StrategyChoice::library(strategy.id, BTreeMap::new());
        let said = explain(&crate::plan_of(&choice).unwrap());
        assert!(
            said.iter()
                .any(|one| matches!(one.kind, Kind::Entry | Kind::Hold))
        );
        for lang in [Lang::En, Lang::Ko] {
            let mut seen = BTreeSet::new();
            for one in &said {
                let text = one.words.get(lang);
                assert!(
                    text.ends_with('.') && text.len() > 10,
                    "{}: {text:?}",
                    strategy.id
                );
                assert!(!text.contains(['{', '}']), "{}: {text:?}", strategy.id);
                assert!(!text.contains("  "), "{}: {text:?}", strategy.id);
                assert!(seen.insert(text), "{}: {text:?} twice", strategy.id);
            }
        }
    }
}

#[test]
fn no_word_needs_a_kernel() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/words");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let shipped = text.split("#[cfg(test)]").next().unwrap();
            assert!(
                !shipped.contains("indicators::") && !shipped.contains("crate::find"),
                "{} would link every indicator into the page",
                path.display()
            );
        }
    }
}
