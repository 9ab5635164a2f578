//! Regular purchases: buys on a day of the week or every day and never sells.

use crate::params::percent;
use crate::{Cond, EntryOrder, Needs, Node, Param, ParamError, Plan, Strategy, params};
use domain::plan::{AddSize, AddWhen, Adds};
use domain::zones::{Weekday, Zone};
use domain::{FillPolicy, Params, Sizing, Text};

const WEEK: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

/// The first bar that begins on the day (UTC) buys at its open; daily bars begin at 00:00 UTC, which is 09:00 in Korea. The first purchase
/// is a share of the account, and every later one spends the same money as long as there is cash: more units when the price has fallen,
/// fewer when it has risen.
pub static STRATEGY: Strategy = Strategy {
    id: "dca",
    name: Text::new("Regular purchases (DCA)", "적립식 매수 (DCA)"),
    about: Text::new(
        "Buys on a day of the week, or every day, for the same money each time, and never sells. Needs bars of a day or less.",
        "정한 요일마다 또는 매일 같은 금액만큼 사고 팔지 않습니다. 일봉 이하의 봉이 필요합니다.",
    ),
    params: &[
        Param::choice(
            "day",
            Text::new("Day", "매수일"),
            Text::new(
                "Buy at the first open of this day, UTC.",
                "이 요일의 첫 시가에 삽니다(UTC 기준).",
            ),
            &[
                ("monday", Text::new("Monday", "월요일")),
                ("tuesday", Text::new("Tuesday", "화요일")),
                ("wednesday", Text::new("Wednesday", "수요일")),
                ("thursday", Text::new("Thursday", "목요일")),
                ("friday", Text::new("Friday", "금요일")),
                ("saturday", Text::new("Saturday", "토요일")),
                ("sunday", Text::new("Sunday", "일요일")),
                ("every", Text::new("every day", "매일")),
            ],
        ),
        percent(
            "share",
            Text::new("First purchase", "첫 매수 비율"),
            Text::new(
                "Share of the account the first purchase spends; each later one spends as much money.",
                "첫 매수에 쓰는 계좌 비율입니다. 이후에는 매번 같은 금액만큼 삽니다.",
            ),
            [0.01, 100.0, 0.5, 0.01],
        ),
    ],
    fill: FillPolicy::NextOpen,
    needs: Needs::NOTHING,
    plan,
};

fn plan(params: &Params) -> Result<Plan, ParamError> {
    const MOST: u32 = 10_000;
    let when = match WEEK.get(params.whole("day")) {
        Some(day) => begins(*day),
        None => Cond::Any(WEEK.map(begins).to_vec()),
    };
    let plan = Plan::long(when.clone(), EntryOrder::Market);
    Ok(Plan {
        adds: Some(Adds {
            most: MOST,
            when: AddWhen::Signal(when),
            scale: 1.0,
            size: AddSize::Money,
            from_last: false,
        }),
        sizing: Some(Sizing::Equity {
            fraction: params::share(params.number("share")),
        }),
        ..plan
    })
}

/// The bar closes into this day and the one before it didn't.
fn begins(day: Weekday) -> Cond {
    let on = Cond::Weekdays {
        zone: Zone::Utc,
        days: vec![day],
    };
    Node::Number(1.0).when(on, 0.0).crosses_above(0.5)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::by_hand::{Wanted, flat, plan, play};
    use domain::{Timeframe, Ts};

    /// The rows after which it buys; the rows after which a position grows are the same.
    fn rows(day: f64, timeframe: Timeframe, bars: usize) -> Vec<usize> {
        // 1 January 2024 is a Monday.
        let start = Ts::from_date(2024, 1, 1);
        let plan = plan(&STRATEGY, &[("day", day)]);
        let wishes = play(&plan, (timeframe, start), &[flat(&vec![10.0; bars])]).remove(0);
        let buys = |wish: &crate::by_hand::Wish| wish.buy == Some(Wanted::Market);
        assert!(wishes.iter().all(|wish| buys(wish) == wish.grow));
        assert!(wishes.iter().all(|wish| !wish.sell));
        let rows = wishes.iter().enumerate().filter(|(_, wish)| buys(wish));
        rows.map(|(row, _)| row).collect()
    }

    #[test]
    fn buys_at_the_first_open_of_the_day() {
        // Daily: Sunday's bar, row 6, closes into Monday.
        assert_eq!(rows(0.0, Timeframe::Day1, 15), [6, 13]);
        assert_eq!(rows(2.0, Timeframe::Day1, 15), [1, 8]);
        // Hourly: the bar of Monday 23:00 closes into Tuesday.
        assert_eq!(rows(1.0, Timeframe::Hour1, 60), [23]);
        assert_eq!(rows(7.0, Timeframe::Hour1, 80), [23, 47, 71]);
        assert_eq!(rows(7.0, Timeframe::Day1, 5), [1, 2, 3, 4]);
    }

    #[test]
    fn never_sells_and_never_stops_buying() {
        let plan = plan(&STRATEGY, &[]);
        assert_eq!(plan.exits, []);
        assert_eq!(plan.adds.unwrap().most, 10_000);
    }
}
