//! Reads the details of a draft: sizes, account, limits, costs and the order inside a bar.

use super::check::{Reader, Wrong};
use super::detail::{self, Kind};
use super::{Field, number};
use domain::{
    Account, Bps, Cash, Costs, PathRule, Qty, Ratio, Risk, RunSpec, Sizing, Slippage, Text,
};

/// What the details say.
pub(super) struct Details {
    sizing: Option<Sizing>,
    account: Account,
    risk: Risk,
    path: PathRule,
    costs: Costs,
}

impl Details {
    /// Into a question that has everything else.
    pub(super) fn put_into(self, spec: &mut RunSpec) {
        spec.sizing = self.sizing;
        spec.account = self.account;
        spec.risk = self.risk;
        spec.path = self.path;
        spec.costs = self.costs;
    }
}

/// Reads all details beside the two plain costs. A wrong one is named and read as its default.
pub(super) fn read(reader: &mut Reader<'_>, fee: f64, slippage: f64) -> Details {
    for detail in detail::all() {
        let field = detail.field();
        if !detail.is_used(reader.draft) && reader.draft.differs(&field) {
            reader.wrong::<()>(field, Wrong::Idle);
        }
    }
    if !reader.draft.uses_slippage() && reader.draft.differs(&Field::Slippage) {
        reader.wrong::<()>(Field::Slippage, Wrong::Idle);
    }
    let account = account(reader);
    Details {
        sizing: sizing(reader),
        risk: risk(reader),
        path: PathRule::find(&choice(reader, "path")).unwrap_or_default(),
        costs: costs(reader, fee, slippage),
        account,
    }
}

fn sizing(reader: &mut Reader<'_>) -> Option<Sizing> {
    let kind = choice(reader, "sizing");
    Some(match kind.as_str() {
        "slots" => Sizing::EqualSlots {
            fraction: share(reader, "sizing.slot"),
        },
        "equity" => Sizing::Equity {
            fraction: share(reader, "sizing.equity"),
        },
        "amount" => Sizing::Amount(cash(value(reader, "sizing.amount"))),
        "units" => Sizing::Units(Qty::new(value(reader, "sizing.units")).unwrap_or_default()),
        "risk" => Sizing::Risk {
            fraction: share(reader, "sizing.risk"),
        },
        "volatility" => Sizing::VolatilityTarget {
            yearly: share(reader, "sizing.volatility"),
            bars: value(reader, "sizing.bars") as u32,
        },
        "kelly" => Sizing::Kelly {
            part: share(reader, "sizing.kelly"),
            cap: share(reader, "sizing.cap"),
            trades: value(reader, "sizing.trades") as u32,
        },
        "inverse" => Sizing::InverseVolatility {
            fraction: share(reader, "sizing.spread"),
            bars: value(reader, "sizing.bars") as u32,
        },
        _ => return None,
    })
}

fn account(reader: &mut Reader<'_>) -> Account {
    let leverage = value(reader, "leverage");
    let maintenance = value(reader, "maintenance");
    if maintenance * leverage >= 100.0 {
        let must = Text::new("below 100% ÷ leverage", "100% ÷ 레버리지보다 작은 값");
        reader.wrong::<()>(Field::Detail("maintenance"), Wrong::Relation(must));
    }
    Account {
        leverage,
        maintenance: ratio(maintenance),
        most_positions: maybe(reader, "positions").map(|most| most as u32),
        hedge: switch(reader, "hedge"),
    }
}

fn risk(reader: &mut Reader<'_>) -> Risk {
    let mut limit = |id| maybe(reader, id).map(ratio);
    Risk {
        position: limit("risk.position"),
        symbol: limit("risk.symbol"),
        portfolio: limit("risk.portfolio"),
        day_loss: limit("risk.day_loss"),
        drawdown: limit("risk.drawdown"),
        stop_required: switch(reader, "risk.stop_required"),
    }
}

fn costs(reader: &mut Reader<'_>, fee: f64, slippage: f64) -> Costs {
    let maker_fee = maybe(reader, "maker_fee").unwrap_or(fee);
    let slippage = match choice(reader, "slip").as_str() {
        "atr" => Slippage::Atr {
            share: value(reader, "slip.share"),
            period: value(reader, "slip.bars") as u32,
        },
        "impact" => Slippage::Impact {
            base: bps(slippage),
            at_full_volume: bps(value(reader, "slip.volume")),
        },
        _ => Slippage::Bps(bps(slippage)),
    };
    Costs {
        fee: bps(fee),
        maker_fee: bps(maker_fee),
        fixed_fee: cash(value(reader, "fixed_fee")),
        half_spread: bps(value(reader, "half_spread")),
        slippage,
        slip_entries_only: switch(reader, "slip.entries"),
        slip_targets: switch(reader, "slip.targets"),
        funding: share(reader, "funding"),
        borrow: bps(value(reader, "borrow")),
    }
}

/// A number that must be there.
fn value(reader: &mut Reader<'_>, id: &'static str) -> f64 {
    let range = detail::find(id).and_then(detail::Detail::range);
    range.map_or(0.0, |range| {
        let read = reader.number(Field::Detail(id), range);
        read.unwrap_or(range.default)
    })
}

/// A number that may be left out.
fn maybe(reader: &mut Reader<'_>, id: &'static str) -> Option<f64> {
    let field = Field::Detail(id);
    if reader.draft.text(&field).trim().is_empty() {
        return None;
    }
    let range = detail::find(id).and_then(detail::Detail::range)?;
    reader.number(field, range)
}

fn switch(reader: &mut Reader<'_>, id: &'static str) -> bool {
    let known = |text: &str| number(text).filter(|value| [0.0, 1.0].contains(value));
    let read = reader.one_of(Field::Detail(id), known, ["0", "1"]);
    read == Some(1.0)
}

/// The name of what was chosen; nothing when it isn't one of the choices.
fn choice(reader: &mut Reader<'_>, id: &'static str) -> String {
    let Some(Kind::Choice(options)) = detail::find(id).map(|detail| detail.kind) else {
        return String::new();
    };
    let ids = || options.iter().map(|(id, _)| *id);
    let find = |text: &str| ids().find(|id| *id == text);
    let found = reader.one_of(Field::Detail(id), find, ids());
    found.unwrap_or_default().to_owned()
}

fn share(reader: &mut Reader<'_>, id: &'static str) -> Ratio {
    ratio(value(reader, id))
}

fn ratio(percent: f64) -> Ratio {
    Ratio::new(percent / 100.0).unwrap_or_default()
}

fn bps(value: f64) -> Bps {
    Bps::new(value).unwrap_or_default()
}

fn cash(value: f64) -> Cash {
    Cash::new(value).unwrap_or_default()
}

#[cfg(test)]
mod tests;
