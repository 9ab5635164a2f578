//! When and at which price orders fill: the policies a run can choose from, each with its rule in words.

use crate::text::Text;
use serde::{Deserialize, Serialize};

/// How orders fill. Protective stops and targets rest at the venue under every policy: they are reached at their level, or
/// at the open when the open is through it; only the worst of the bar can make a stop's price worse than that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FillPolicy {
    /// A signal at a close fills at the next open; an entry level must be reached in bar t and then fills at the open
    /// of the next existing bar.
    #[default]
    NextOpen,
    /// Entry levels fill inside the bar: at the level, or at the open when the open is already through it.
    Touch,
    /// As touch, but orders that take pay the worst price of the bar they fill in.
    WorstOfBar,
    /// As touch, but market orders fill at the close that gave the signal: optimistic.
    SameClose,
    /// As touch, but the inside of each bar is replayed on bars of a shorter timeframe.
    Intrabar,
}

/// What happens first when a bar reaches a stop and a target and nobody saw the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PathRule {
    /// The stop.
    #[default]
    Pessimistic,
    /// The target.
    Optimistic,
    /// Whichever is nearer to the open; the stop when both are equally near.
    NearestToOpen,
}

impl FillPolicy {
    /// Every policy.
    pub const ALL: [FillPolicy; 5] = [
        FillPolicy::NextOpen,
        FillPolicy::Touch,
        FillPolicy::WorstOfBar,
        FillPolicy::SameClose,
        FillPolicy::Intrabar,
    ];

    /// The id used in specs and links.
    pub const fn id(self) -> &'static str {
        match self {
            FillPolicy::NextOpen => "next_open",
            FillPolicy::Touch => "touch",
            FillPolicy::WorstOfBar => "worst_of_bar",
            FillPolicy::SameClose => "same_close",
            FillPolicy::Intrabar => "intrabar",
        }
    }

    /// Finds a policy by id.
    pub fn find(id: &str) -> Option<FillPolicy> {
        FillPolicy::ALL.into_iter().find(|policy| policy.id() == id)
    }

    /// A short name.
    pub const fn name(self) -> Text {
        match self {
            FillPolicy::NextOpen => Text::new("Next open", "다음 시가"),
            FillPolicy::Touch => Text::new("Touch", "터치"),
            FillPolicy::WorstOfBar => Text::new("Worst of bar", "봉의 최악 가격"),
            FillPolicy::SameClose => Text::new("Same close", "신호 봉 종가"),
            FillPolicy::Intrabar => Text::new("Inside the bar", "봉 내부 재생"),
        }
    }

    /// Does it promise more than a trader could get?
    pub const fn is_optimistic(self) -> bool {
        matches!(self, FillPolicy::SameClose)
    }

    /// The rule in words, as the report prints it.
    pub const fn rule(self) -> Text {
        match self {
            FillPolicy::NextOpen => Text::new(
                "A signal on the close of a bar fills at the open of the next existing bar. An entry level counts as a signal once a bar has reached it.",
                "봉의 종가에서 나온 신호는 다음 봉의 시가에 체결됩니다. 진입 가격은 봉이 닿은 뒤에야 신호로 칩니다.",
            ),
            FillPolicy::Touch => Text::new(
                "A level known at the open fills at the level when the bar trades there, and at the open when the open is already through it. Market orders fill at the next open.",
                "시가에 알 수 있는 가격에 봉이 닿으면 그 가격에, 시가가 이미 지나쳤으면 시가에 체결됩니다. 시장가 주문은 다음 시가에 체결됩니다.",
            ),
            FillPolicy::WorstOfBar => Text::new(
                "Market orders and stops buy at the high and sell at the low of the bar they fill in; limits and targets fill at their level.",
                "시장가와 스탑 주문은 체결되는 봉의 고가에 사고 저가에 팝니다. 지정가와 목표가는 그 가격에 체결됩니다.",
            ),
            FillPolicy::SameClose => Text::new(
                "Market orders fill at the very close that gave the signal, which nobody can do: optimistic. Levels fill as under touch.",
                "시장가 주문이 신호가 나온 바로 그 종가에 체결됩니다. 실제로는 불가능한 낙관적 가정입니다. 가격 주문은 터치와 같습니다.",
            ),
            FillPolicy::Intrabar => Text::new(
                "Levels, stops and targets are replayed on bars of a shorter timeframe inside each bar; where there are none, as under touch. Market orders fill at the next open.",
                "진입 가격, 손절, 목표가를 봉 안의 더 짧은 봉으로 재생합니다. 짧은 봉이 없으면 터치와 같습니다. 시장가 주문은 다음 시가에 체결됩니다.",
            ),
        }
    }
}

impl PathRule {
    /// Every rule.
    pub const ALL: [PathRule; 3] = [
        PathRule::Pessimistic,
        PathRule::Optimistic,
        PathRule::NearestToOpen,
    ];

    /// The id used in specs and links.
    pub const fn id(self) -> &'static str {
        match self {
            PathRule::Pessimistic => "pessimistic",
            PathRule::Optimistic => "optimistic",
            PathRule::NearestToOpen => "nearest_to_open",
        }
    }

    /// Finds a rule by id.
    pub fn find(id: &str) -> Option<PathRule> {
        PathRule::ALL.into_iter().find(|rule| rule.id() == id)
    }

    /// A short name.
    pub const fn name(self) -> Text {
        match self {
            PathRule::Pessimistic => Text::new("Stop first", "손절 먼저"),
            PathRule::Optimistic => Text::new("Target first", "익절 먼저"),
            PathRule::NearestToOpen => {
                Text::new("Nearer to the open first", "시가에 가까운 쪽 먼저")
            }
        }
    }
}
