//! How much an entry uses, as a sentence in both languages.

use super::{grouped, percent};
use crate::spec::Sizing;
use crate::text::Lang;

impl Sizing {
    /// The rule as a sentence; `slots` are the positions that share the account, `quote` is its currency.
    pub fn words(&self, slots: usize, quote: &str, lang: Lang) -> String {
        self.sentence(Some((slots, quote)), lang)
    }

    /// The rule as a sentence about any account.
    pub fn rule(&self, lang: Lang) -> String {
        self.sentence(None, lang)
    }

    fn sentence(&self, account: Option<(usize, &str)>, lang: Lang) -> String {
        let (slots, quote) = account.unzip();
        match lang {
            Lang::En => self.in_english(slots, quote),
            Lang::Ko => self.in_korean(slots, quote),
        }
    }

    fn in_english(&self, slots: Option<usize>, quote: Option<&str>) -> String {
        match *self {
            Sizing::EqualSlots { fraction } if slots.is_some_and(|slots| slots < 2) => {
                format!(
                    "Each entry uses {} of the account's equity, its fee included.",
                    percent(fraction)
                )
            }
            Sizing::EqualSlots { fraction } => {
                let slots = slots.map_or(String::new(), |slots| format!("{slots} "));
                format!(
                    "Equity is split into {slots}equal slots; each entry uses {} of its slot, its fee included.",
                    percent(fraction)
                )
            }
            Sizing::Equity { fraction } => {
                format!(
                    "Each entry uses {} of the account's equity.",
                    percent(fraction)
                )
            }
            Sizing::Amount(amount) => {
                let quote = quote.unwrap_or("of the account's currency");
                format!("Each entry uses {} {quote}.", grouped(amount.get()))
            }
            Sizing::Units(units) => format!("Each entry trades {} units.", grouped(units.get())),
            Sizing::Risk { fraction } => format!(
                "Each entry is as large as loses {} of the equity when its first stop is hit, costs not counted.",
                percent(fraction)
            ),
            Sizing::VolatilityTarget { yearly, bars } => format!(
                "Each entry uses {} ÷ the yearly volatility of the last {bars} bars as its share of the equity.",
                percent(yearly)
            ),
            Sizing::Kelly { part, cap, trades } => format!(
                "Each entry uses {} of Kelly's share of the last {trades} closed trades and at most {cap} of the equity; {cap} until so many are closed.",
                percent(part),
                cap = percent(cap)
            ),
            Sizing::InverseVolatility { fraction, bars } => format!(
                "{} of the equity is spread over the symbols in proportion to 1 ÷ volatility of the last {bars} bars.",
                percent(fraction)
            ),
        }
    }

    fn in_korean(&self, slots: Option<usize>, quote: Option<&str>) -> String {
        match *self {
            Sizing::EqualSlots { fraction } if slots.is_some_and(|slots| slots < 2) => {
                format!(
                    "진입할 때마다 수수료를 포함해 자산의 {}를 씁니다.",
                    percent(fraction)
                )
            }
            Sizing::EqualSlots { fraction } => {
                let slots = slots.map_or(String::new(), |slots| format!("{slots}개의 "));
                format!(
                    "자산을 {slots}같은 크기의 슬롯으로 나누고, 진입할 때마다 수수료를 포함해 슬롯의 {}를 씁니다.",
                    percent(fraction)
                )
            }
            Sizing::Equity { fraction } => {
                format!("진입할 때마다 자산의 {}를 씁니다.", percent(fraction))
            }
            Sizing::Amount(amount) => {
                let quote = quote.map_or(String::new(), |quote| format!(" {quote}"));
                format!(
                    "진입할 때마다 {}{quote} 금액만큼 주문합니다.",
                    grouped(amount.get())
                )
            }
            Sizing::Units(units) => {
                format!(
                    "진입할 때마다 수량 {}개를 주문합니다.",
                    grouped(units.get())
                )
            }
            Sizing::Risk { fraction } => format!(
                "첫 손절에 닿으면 자산의 {}를 잃도록 주문 크기를 정합니다. 비용은 계산에 넣지 않습니다.",
                percent(fraction)
            ),
            Sizing::VolatilityTarget { yearly, bars } => format!(
                "진입할 때마다 자산에서 {} ÷ 최근 {bars}봉의 연 변동성만큼의 비중을 씁니다.",
                percent(yearly)
            ),
            Sizing::Kelly { part, cap, trades } => format!(
                "최근 청산 거래 {trades}건으로 구한 켈리 비중의 {}를 쓰되, 자산의 {cap}를 넘지 않습니다. {trades}건이 모일 때까지는 {cap}를 씁니다.",
                percent(part),
                cap = percent(cap)
            ),
            Sizing::InverseVolatility { fraction, bars } => format!(
                "자산의 {}를 종목별로 1 ÷ 최근 {bars}봉 변동성에 비례해 나눕니다.",
                percent(fraction)
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::{Cash, Qty, Ratio};

    fn ratio(value: f64) -> Ratio {
        Ratio::new(value).unwrap()
    }

    #[test]
    fn every_size_is_a_sentence_with_its_numbers_in_both_languages() {
        let rows: [(Sizing, &[&str]); 8] = [
            (
                Sizing::EqualSlots {
                    fraction: ratio(0.9),
                },
                &["90%", "3"],
            ),
            (
                Sizing::Equity {
                    fraction: ratio(0.125),
                },
                &["12.5%"],
            ),
            (
                Sizing::Amount(Cash::new(1_250_000.0).unwrap()),
                &["1,250,000 KRW"],
            ),
            (Sizing::Units(Qty::new(0.25).unwrap()), &["0.25"]),
            (
                Sizing::Risk {
                    fraction: ratio(0.01),
                },
                &["1%"],
            ),
            (
                Sizing::VolatilityTarget {
                    yearly: ratio(0.2),
                    bars: 21,
                },
                &["20%", "21"],
            ),
            (
                Sizing::Kelly {
                    part: ratio(0.5),
                    cap: ratio(0.25),
                    trades: 40,
                },
                &["50%", "25%", "40"],
            ),
            (
                Sizing::InverseVolatility {
                    fraction: ratio(1.0),
                    bars: 63,
                },
                &["100%", "63"],
            ),
        ];
        for (sizing, numbers) in rows {
            for lang in [Lang::En, Lang::Ko] {
                let words = sizing.words(3, "KRW", lang);
                for number in numbers {
                    assert!(words.contains(number), "{words}: {number}");
                }
                assert!(words.ends_with('.'), "{words}");
                // Without an account only its slots and its currency are missing.
                let rule = sizing.rule(lang);
                let numbers = numbers.iter().map(|number| number.trim_end_matches(" KRW"));
                for number in numbers.filter(|number| *number != "3") {
                    assert!(rule.contains(number), "{rule}: {number}");
                }
                assert!(rule.ends_with('.') && !rule.contains("  "), "{rule}");
            }
        }
    }
}
