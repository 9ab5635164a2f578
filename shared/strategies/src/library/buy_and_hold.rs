//! Buy and hold: buys at the first open and never sells, the measure of every other rule.

use crate::{Cond, EntryOrder, Needs, ParamError, Plan, Strategy};
use domain::{FillPolicy, Params, Text};

/// In at the open after the first close, out with the end of the data. Several symbols get equal slots that are never set right again.
pub static STRATEGY: Strategy = Strategy {
    id: "buy_and_hold",
    name: Text::new("Buy and hold", "매수 후 보유"),
    about: Text::new(
        "Buys every symbol of the run at the first open it can and keeps it to the end.",
        "처음 살 수 있는 시가에 모든 종목을 사서 끝까지 보유합니다.",
    ),
    params: &[],
    fill: FillPolicy::NextOpen,
    needs: Needs::NOTHING,
    plan,
};

fn plan(_: &Params) -> Result<Plan, ParamError> {
    Ok(Plan::long(Cond::Always, EntryOrder::Market))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::by_hand::{plan, rows, wishes_of_closes};

    #[test]
    fn buys_after_the_first_close_and_has_no_way_out() {
        let (buys, sells) = rows(&wishes_of_closes(&STRATEGY, &[], &[10.0, 9.0, 1.0]));
        assert_eq!((buys[0], sells), (0, vec![]));
        assert_eq!(plan(&STRATEGY, &[]).exits, []);
    }
}
