//! What an audit found, in sentences: the same for the page and the command line.

use super::{BandRow, Parity, sign_flips};
use domain::Text;
use strategies::Plan;
use strategies::causality::Verdict;
use strategies::words::{Words, describe_at};

/// What a verdict on looking ahead says.
pub fn verdict(verdict: &Verdict, plan: &Plan) -> Words {
    match verdict {
        Verdict::Causal {
            bars,
            cuts,
            expressions,
        } => Words {
            en: format!(
                "Nothing looks ahead: {expressions} values over {bars} bars stay the same, to the bit, with the future replaced after {cuts} of them."
            ),
            ko: format!(
                "미래를 보는 값이 없습니다. {bars}봉 중 {cuts}곳에서 이후의 봉을 바꿔도 값 {expressions}개가 비트까지 같습니다."
            ),
        },
        Verdict::LooksAhead {
            expression,
            at,
            cut,
            poison,
        } => {
            let said = named(plan, expression);
            let (at, cut) = (at + 1, cut + 1);
            Words {
                en: format!(
                    "{} looks ahead: with the bars after bar {cut} {}, its value at bar {at} changes.",
                    said.en, poison.en
                ),
                ko: format!(
                    "미래를 봅니다: {}. {cut}번째 봉 뒤를 바꾸면({}) {at}번째 봉의 값이 달라집니다.",
                    said.ko, poison.ko
                ),
            }
        }
    }
}

/// What is said where columns can't express a plan.
pub const NO_COLUMNS: Text = Text::new(
    "Columns can't express it: an expression depends on the open position.",
    "열린 포지션에 따라 달라지는 값이 있어 열 단위로는 계산할 수 없습니다.",
);

impl Parity {
    /// What both engines say, as a sentence.
    pub fn words(&self, plan: &Plan) -> Words {
        let (en, ko) = match self {
            Parity::Equal(trades) => (
                format!(
                    "Both engines agree to the bit on trades ({trades}) and on every point of the account."
                ),
                format!("두 엔진의 거래 {trades}건과 계좌의 모든 시점이 비트까지 같습니다."),
            ),
            Parity::OneWay(why) => {
                let said = named(plan, why.split(": ").next().unwrap_or(why));
                (
                    format!(
                        "There is one way only: {} depends on the open position, so both engines go bar by bar.",
                        said.en
                    ),
                    format!(
                        "열린 포지션에 따라 달라지는 값이 있어 두 엔진 모두 봉 단위로 계산합니다: {}.",
                        said.ko
                    ),
                )
            }
            Parity::Differs(Some(trade)) => (
                format!("The engines differ from trade {} on.", trade + 1),
                format!("두 엔진이 {}번째 거래부터 다릅니다.", trade + 1),
            ),
            Parity::Differs(None) => (
                "The engines agree on the trades and differ in the account.".to_owned(),
                "두 엔진의 거래는 같지만 계좌가 다릅니다.".to_owned(),
            ),
        };
        Words { en, ko }
    }
}

/// What other assumptions make of the sign of the result.
pub fn band(rows: &[BandRow]) -> Text {
    if sign_flips(rows) {
        return Text::new(
            "Whether this run gains or loses hangs on the assumption: the data can't tell.",
            "체결과 비용 가정에 따라 이익과 손실이 바뀝니다. 이 데이터만으로는 어느 쪽인지 알 수 없습니다.",
        );
    }
    if rows
        .iter()
        .all(|row| row.tally.trades.count == 0 && row.tally.open == 0)
    {
        return Text::new(
            "Nothing was traded under any of the fills and costs below.",
            "아래의 어떤 체결·비용 가정에서도 거래가 없었습니다.",
        );
    }
    if rows.iter().any(|row| row.total_return() > 0.0) {
        Text::new(
            "It gains under every fill and cost below.",
            "아래의 모든 체결·비용 가정에서 이익입니다.",
        )
    } else {
        Text::new(
            "It gains under none of the fills and costs below.",
            "아래의 어떤 체결·비용 가정에서도 이익이 나지 않습니다.",
        )
    }
}

/// The words of an expression and where it stands; the path alone when it has none.
fn named(plan: &Plan, expression: &str) -> Words {
    let path = expression.split(", ").next().unwrap_or(expression);
    match describe_at(plan, path) {
        Some(words) => Words {
            en: format!("“{}” ({expression})", words.en),
            ko: format!("“{}” ({expression})", words.ko),
        },
        None => Words {
            en: expression.to_owned(),
            ko: expression.to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::plan::close;
    use strategies::EntryOrder;

    fn plan() -> Plan {
        Plan::long(close().above(close().sma(20)), EntryOrder::Market)
    }

    #[test]
    fn the_guilty_expression_is_named_and_bars_count_from_one() {
        let guilty = Verdict::LooksAhead {
            expression: "entries[0].when.above.right, symbol 2".to_owned(),
            at: 6,
            cut: 9,
            poison: Text::new("cut off", "잘라냄"),
        };
        let words = verdict(&guilty, &plan());
        assert!(words.en.contains("SMA(20)"), "{}", words.en);
        for part in ["above.right, symbol 2", "after bar 10 cut off", "at bar 7"] {
            assert!(words.en.contains(part), "{}", words.en);
        }
        for part in ["10번째 봉", "7번째 봉", "잘라냄"] {
            assert!(words.ko.contains(part), "{}", words.ko);
        }
    }

    #[test]
    fn one_way_says_which_expression_made_it_so() {
        let why = "entries[0].when.above.right: it depends on the open position";
        let words = Parity::OneWay(why.to_owned()).words(&plan());
        assert!(words.en.contains("SMA(20)"), "{}", words.en);
        assert!(words.ko.contains("봉 단위"), "{}", words.ko);
    }

    #[test]
    fn trades_that_differ_count_from_one() {
        let words = Parity::Differs(Some(0)).words(&plan());
        assert_eq!(words.en, "The engines differ from trade 1 on.");
        assert_eq!(words.ko, "두 엔진이 1번째 거래부터 다릅니다.");
    }
}
