//! The assumptions of a run in words, for people, in both languages: sizes, costs, limits, and what is too good to be true.

mod costs;
mod sizing;

use super::{Account, FillPolicy, PathRule, Risk, RunSpec};
use crate::num::Ratio;
use crate::text::{Lang, Text};

impl Account {
    /// What differs from a plain cash account, in words; empty for one.
    pub fn words(&self, lang: Lang) -> Vec<String> {
        let mut items = Vec::new();
        let mut say = |en: String, ko: String| {
            items.push(match lang {
                Lang::En => en,
                Lang::Ko => ko,
            });
        };
        if self.leverage != 1.0 {
            let times = self.leverage;
            say(
                format!("leverage up to {times}×"),
                format!("레버리지 최대 {times}배"),
            );
        }
        if self.maintenance.get() > 0.0 {
            let least = percent(self.maintenance);
            say(
                format!("liquidation below {least} of the positions"),
                format!("자산이 포지션의 {least} 아래로 내려가면 강제 청산"),
            );
        }
        if let Some(most) = self.most_positions {
            say(
                format!("positions at once: {most} at most"),
                format!("동시 보유 최대 {most}개"),
            );
        }
        if self.hedge {
            say(
                "long and short at once in one symbol".to_owned(),
                "한 종목에서 롱과 숏 동시 보유 가능".to_owned(),
            );
        }
        items
    }
}

impl Risk {
    /// The limits that are on, in words.
    pub fn words(&self, lang: Lang) -> Vec<String> {
        let rows = [
            (
                self.position,
                Text::new("an entry uses at most", "진입당 최대"),
            ),
            (
                self.symbol,
                Text::new("a symbol uses at most", "종목당 최대"),
            ),
            (
                self.portfolio,
                Text::new("all positions use at most", "전체 투자 비중 최대"),
            ),
            (
                self.day_loss,
                Text::new("halt for the day at a loss of", "당일 중단 손실"),
            ),
            (
                self.drawdown,
                Text::new("halt for good at a drawdown of", "완전 중단 낙폭"),
            ),
        ];
        let said = |(share, name): (Option<Ratio>, Text)| {
            share.map(|share| format!("{} {}", name.get(lang), percent(share)))
        };
        let mut items: Vec<String> = rows.into_iter().filter_map(said).collect();
        if self.stop_required {
            let stop = Text::new("every entry needs a stop", "모든 진입에 손절 필요");
            items.push(stop.get(lang).to_owned());
        }
        items
    }
}

impl PathRule {
    /// The rule in words, as the report prints it.
    pub const fn rule(self) -> Text {
        match self {
            PathRule::Pessimistic => Text::new(
                "When one bar reaches a stop and a target, the stop fills first.",
                "한 봉이 손절과 익절에 모두 닿으면 손절이 먼저 체결됩니다.",
            ),
            PathRule::Optimistic => Text::new(
                "When one bar reaches a stop and a target, the target fills first: optimistic.",
                "한 봉이 손절과 익절에 모두 닿으면 익절이 먼저 체결됩니다. 낙관적 가정입니다.",
            ),
            PathRule::NearestToOpen => Text::new(
                "When one bar reaches a stop and a target, the one nearer to the open fills first.",
                "한 봉이 손절과 익절에 모두 닿으면 시가에 가까운 쪽이 먼저 체결됩니다.",
            ),
        }
    }
}

impl RunSpec {
    /// Why the result is better than a trader could have had; empty for a careful question.
    pub fn optimism(&self) -> Vec<Text> {
        let close = (self.fill == FillPolicy::SameClose).then_some(Text::new(
            "Market orders fill at the very close that gave the signal; nobody can trade at that price any more.",
            "신호가 나온 바로 그 종가에 체결된다고 가정합니다. 실제로는 그 가격에 거래할 수 없습니다.",
        ));
        let path = (self.path == PathRule::Optimistic).then_some(Text::new(
            "When one bar reaches a stop and a target, the target is taken to come first.",
            "한 봉이 손절과 익절에 모두 닿으면 익절이 먼저라고 가정합니다.",
        ));
        close.into_iter().chain(path).collect()
    }

    /// Positions that share the account under equal slots.
    pub fn slots(&self) -> usize {
        let symbols = self.market.symbols.len();
        self.account
            .most_positions
            .map_or(symbols, |most| most as usize)
    }
}

/// A ratio in percent with as many decimals as it needs.
fn percent(ratio: Ratio) -> String {
    format!("{}%", grouped(ratio.get() * 100.0))
}

/// A number with grouped thousands and up to six decimals.
fn grouped(value: f64) -> String {
    let plain = ((value * 1e6).round() / 1e6).to_string();
    let (whole, rest) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
    let mut text = String::with_capacity(plain.len() + whole.len() / 3);
    for (place, digit) in whole.chars().enumerate() {
        let behind = whole.len() - place;
        if place > 0 && behind.is_multiple_of(3) && !text.ends_with('-') {
            text.push(',');
        }
        text.push(digit);
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::tests::spec;

    fn ratio(value: f64) -> Ratio {
        Ratio::new(value).unwrap()
    }

    #[test]
    fn a_plain_account_needs_no_words_and_careful_limits_need_six() {
        for lang in [Lang::En, Lang::Ko] {
            assert!(Account::default().words(lang).is_empty());
            assert!(Risk::default().words(lang).is_empty());
            assert_eq!(Risk::careful().words(lang).len(), 6);
        }
        let reach = Account {
            leverage: 3.0,
            hedge: true,
            ..Account::default()
        };
        assert_eq!(reach.words(Lang::En)[0], "leverage up to 3×");
        assert_eq!(reach.words(Lang::En).len(), 2);
    }

    #[test]
    fn only_what_nobody_could_have_had_is_optimistic() {
        let reasons = |fill, path| {
            let mut asked = spec();
            (asked.fill, asked.path) = (fill, path);
            asked.optimism().len()
        };
        for fill in FillPolicy::ALL {
            let least = usize::from(fill.is_optimistic());
            assert_eq!(reasons(fill, PathRule::Pessimistic), least);
            assert_eq!(reasons(fill, PathRule::NearestToOpen), least);
            assert_eq!(reasons(fill, PathRule::Optimistic), least + 1);
        }
    }

    #[test]
    fn thousands_are_grouped_and_noise_is_rounded_away() {
        assert_eq!(grouped(1_234_567.5), "1,234,567.5");
        assert_eq!(grouped(-123_456.0), "-123,456");
        assert_eq!(
            percent(ratio(0.07)),
            "7%",
            "0.07 × 100 is 7.000000000000001"
        );
    }
}
