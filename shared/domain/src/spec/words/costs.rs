//! What trading costs, item after item, in both languages.

use super::{grouped, percent};
use crate::num::Ratio;
use crate::spec::{Costs, Slippage};
use crate::text::Lang;

impl Costs {
    /// What each fill and each day of holding costs, one item after the other; `quote` is the account's currency.
    pub fn words(&self, quote: &str, lang: Lang) -> String {
        let say = |en: String, ko: String| match lang {
            Lang::En => en,
            Lang::Ko => ko,
        };
        let (fee, maker) = (self.fee.get(), self.maker_fee.get());
        let mut items = vec![if fee == maker {
            say(
                format!("fee {fee} bps a side"),
                format!("체결마다 수수료 {fee}bp"),
            )
        } else {
            say(
                format!("taker fee {fee} bps, maker fee {maker} bps"),
                format!("테이커 수수료 {fee}bp, 메이커 수수료 {maker}bp"),
            )
        }];
        if self.fixed_fee.get() > 0.0 {
            let fixed = grouped(self.fixed_fee.get());
            items.push(say(
                format!("{fixed} {quote} on every fill"),
                format!("체결마다 고정 수수료 {fixed} {quote}"),
            ));
        }
        if self.half_spread.get() > 0.0 {
            let half = self.half_spread.get();
            items.push(say(
                format!("half-spread {half} bps"),
                format!("호가 스프레드의 절반 {half}bp"),
            ));
        }
        let where_ = match (self.slip_entries_only, lang) {
            (false, _) => "",
            (true, Lang::En) => ", entries only",
            (true, Lang::Ko) => " (진입에만)",
        };
        let targets = match (self.slip_targets, lang) {
            (false, _) => "",
            (true, Lang::En) => ", targets too",
            (true, Lang::Ko) => " (익절에도)",
        };
        items.push(self.slippage.words(lang) + where_ + targets);
        let funding = percent(Ratio::new(self.funding.get().abs()).unwrap_or_default());
        if self.funding.get() > 0.0 {
            items.push(say(
                format!("longs pay shorts {funding} every 8 hours"),
                format!("8시간마다 롱이 숏에게 펀딩비 {funding} 지불"),
            ));
        } else if self.funding.get() < 0.0 {
            items.push(say(
                format!("shorts pay longs {funding} every 8 hours"),
                format!("8시간마다 숏이 롱에게 펀딩비 {funding} 지불"),
            ));
        }
        if self.borrow.get() > 0.0 {
            let borrow = self.borrow.get();
            items.push(say(
                format!("a short pays {borrow} bps a year for borrowing"),
                format!("숏은 대여료로 연 {borrow}bp 지불"),
            ));
        }
        items.join(", ")
    }
}

impl Slippage {
    /// How far the price moves, in words.
    pub fn words(&self, lang: Lang) -> String {
        match (*self, lang) {
            (Slippage::Bps(bps), Lang::En) => format!("slippage {} bps", bps.get()),
            (Slippage::Bps(bps), Lang::Ko) => format!("슬리피지 {}bp", bps.get()),
            (Slippage::Atr { share, period }, Lang::En) => {
                format!("slippage {share} × the average true range of {period} bars")
            }
            (Slippage::Atr { share, period }, Lang::Ko) => {
                format!("슬리피지는 {period}봉 ATR의 {share}배")
            }
            (
                Slippage::Impact {
                    base,
                    at_full_volume,
                },
                Lang::En,
            ) => format!(
                "slippage {} bps + {} bps × √(units ÷ volume of the bar before)",
                base.get(),
                at_full_volume.get()
            ),
            (
                Slippage::Impact {
                    base,
                    at_full_volume,
                },
                Lang::Ko,
            ) => format!(
                "슬리피지 {}bp + {}bp × √(주문 수량 ÷ 직전 봉 거래량)",
                base.get(),
                at_full_volume.get()
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::Bps;

    fn ratio(value: f64) -> Ratio {
        Ratio::new(value).unwrap()
    }

    #[test]
    fn costs_that_are_nothing_are_not_said() {
        let mut costs = Costs::plain(Bps::new(5.0).unwrap(), Bps::new(2.5).unwrap());
        assert_eq!(
            costs.words("KRW", Lang::En),
            "fee 5 bps a side, slippage 2.5 bps"
        );
        costs.maker_fee = Bps::new(2.0).unwrap();
        costs.funding = ratio(-0.0001);
        costs.slippage = Slippage::Atr {
            share: 0.1,
            period: 14,
        };
        assert_eq!(
            costs.words("KRW", Lang::En),
            "taker fee 5 bps, maker fee 2 bps, slippage 0.1 × the average true range of 14 bars, shorts pay longs 0.01% every 8 hours"
        );
        assert!(costs.words("KRW", Lang::Ko).contains("메이커 수수료 2bp"));
        costs.slip_targets = true;
        let words = costs.words("KRW", Lang::En);
        assert!(words.contains("of 14 bars, targets too"), "{words}");
    }
}
