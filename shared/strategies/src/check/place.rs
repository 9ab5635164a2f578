//! Walks expressions and knows what may stand where: the next open, the position, other symbols and longer bars.

use super::{MOST_BARS, PlanError, misplaced, within};
use domain::ParamError;
use domain::nearest::nearest;
use domain::plan::{Cond, IndicatorNode, Node};

const NEXT_OPEN: &str =
    "the next open is known only to an entry's condition and level, use the close here";
const HELD: &str = "what is known about a position can be used only in exits and adds";
const NESTED: &str = "a longer timeframe can't hold another timeframe, symbol or rank; put it inside of them, or compute it beside them";
const LEADER: &str = "another symbol can't hold another symbol or a rank; write them side by side";

/// What is known where an expression stands.
#[derive(Clone, Copy)]
pub(super) struct Place {
    next_open: bool,
    held: bool,
    /// Inside a longer timeframe.
    longer: bool,
    /// Inside another symbol or a rank.
    others: bool,
}

impl Place {
    pub(super) const CLOSE: Place = Place {
        next_open: false,
        held: false,
        longer: false,
        others: false,
    };
    pub(super) const ENTRY: Place = Place {
        next_open: true,
        ..Place::CLOSE
    };
    pub(super) const HELD: Place = Place {
        held: true,
        ..Place::CLOSE
    };

    /// Where values of several bars meet, the open of one bar is not known.
    fn over_bars(self) -> Place {
        Place {
            next_open: false,
            ..self
        }
    }

    pub(super) fn cond(self, cond: &Cond, path: &str) -> Result<(), PlanError> {
        match cond {
            Cond::Always => Ok(()),
            Cond::Above { left, right } => {
                self.node(left, &format!("{path}.above.left"))?;
                self.node(right, &format!("{path}.above.right"))
            }
            Cond::CrossesAbove { left, right } => {
                let place = self.over_bars();
                place.node(left, &format!("{path}.crosses_above.left"))?;
                place.node(right, &format!("{path}.crosses_above.right"))
            }
            Cond::All(conds) => self.conds(conds, &format!("{path}.all")),
            Cond::Any(conds) => self.conds(conds, &format!("{path}.any")),
            Cond::Not(cond) => self.cond(cond, &format!("{path}.not")),
            Cond::ForBars { when, bars } => {
                let path = format!("{path}.for_bars");
                within(f64::from(*bars), 1.0, MOST_BARS, || format!("{path}.bars"))?;
                self.over_bars().cond(when, &format!("{path}.when"))
            }
            Cond::Within { when, bars } => {
                let path = format!("{path}.within");
                within(f64::from(*bars), 1.0, MOST_BARS, || format!("{path}.bars"))?;
                self.over_bars().cond(when, &format!("{path}.when"))
            }
            Cond::Hours { opens, closes, .. } => {
                let path = format!("{path}.hours");
                within(f64::from(*opens), 0.0, 1439.0, || format!("{path}.opens"))?;
                within(f64::from(*closes), 0.0, 1440.0, || format!("{path}.closes"))
            }
            Cond::Weekdays { days, .. } if days.is_empty() => misplaced(
                &format!("{path}.weekdays.days"),
                "there must be at least one day",
            ),
            Cond::Weekdays { .. } => Ok(()),
        }
    }

    fn conds(self, conds: &[Cond], path: &str) -> Result<(), PlanError> {
        if conds.is_empty() {
            return misplaced(path, "there must be at least one condition");
        }
        conds
            .iter()
            .enumerate()
            .try_for_each(|(index, cond)| self.cond(cond, &format!("{path}[{index}]")))
    }

    pub(super) fn node(self, node: &Node, path: &str) -> Result<(), PlanError> {
        match node {
            Node::Number(got) if got.is_finite() => Ok(()),
            Node::Number(got) => Err(PlanError::Number {
                path: format!("{path}.number"),
                got: *got,
                allowed: "a finite number",
            }),
            Node::Price(_) => Ok(()),
            Node::NextOpen if self.next_open => Ok(()),
            Node::NextOpen => misplaced(&format!("{path}.next_open"), NEXT_OPEN),
            Node::Held(_) if self.held => Ok(()),
            Node::Held(_) => misplaced(&format!("{path}.held"), HELD),
            Node::Math { left, right, .. } => {
                self.node(left, &format!("{path}.math.left"))?;
                self.node(right, &format!("{path}.math.right"))
            }
            Node::Changed { of, .. } => self.node(of, &format!("{path}.changed.of")),
            Node::If {
                when,
                then,
                otherwise,
            } => {
                self.cond(when, &format!("{path}.if.when"))?;
                self.node(then, &format!("{path}.if.then"))?;
                self.node(otherwise, &format!("{path}.if.otherwise"))
            }
            Node::Lag { of, bars } => {
                let path = format!("{path}.lag");
                within(f64::from(*bars), 1.0, MOST_BARS, || format!("{path}.bars"))?;
                self.over_bars().node(of, &format!("{path}.of"))
            }
            Node::Timeframe { of, .. } => {
                let path = format!("{path}.timeframe");
                if self.longer {
                    return misplaced(&path, NESTED);
                }
                let place = Place {
                    longer: true,
                    ..Place::CLOSE
                };
                place.node(of, &format!("{path}.of"))
            }
            Node::Symbol { of, .. } => self.beside(of, &format!("{path}.symbol")),
            Node::Rank { of, .. } => self.beside(of, &format!("{path}.rank")),
            Node::Indicator(indicator) => self.indicator(indicator, &format!("{path}.indicator")),
        }
    }

    /// Another symbol's value, or the values of all.
    fn beside(self, of: &Node, path: &str) -> Result<(), PlanError> {
        if self.longer {
            return misplaced(path, NESTED);
        }
        if self.others {
            return misplaced(path, LEADER);
        }
        let place = Place {
            others: true,
            ..Place::CLOSE
        };
        place.node(of, &format!("{path}.of"))
    }

    fn indicator(self, node: &IndicatorNode, path: &str) -> Result<(), PlanError> {
        let unknown = |path: String, what, got: &str, known: &[&str]| PlanError::Unknown {
            path,
            what,
            got: got.to_owned(),
            known: match nearest(got, known.iter().copied()) {
                Some(meant) => format!("did you mean {meant}?"),
                None => format!("there are {}", known.join(", ")),
            },
        };
        let Some(known) = indicators::find(&node.id) else {
            let ids: Vec<&str> = indicators::ALL.iter().map(|one| one.id).collect();
            return Err(unknown(format!("{path}.id"), "indicator", &node.id, &ids));
        };
        let (takes, got) = (known.inputs.len(), node.inputs.len());
        if got != 0 && got != takes {
            return Err(PlanError::Inputs {
                path: format!("{path}.inputs"),
                id: node.id.clone(),
                takes,
                got,
            });
        }
        if got == 0 && known.inputs.contains(&indicators::Input::Other) {
            return misplaced(
                &format!("{path}.inputs"),
                "it compares two series, name both",
            );
        }
        for (name, value) in &node.params {
            let Some(param) = known.params.iter().find(|param| param.id == name) else {
                let names: Vec<&str> = known.params.iter().map(|param| param.id).collect();
                return Err(unknown(format!("{path}.params"), "parameter", name, &names));
            };
            match param.check(*value) {
                Ok(_) => {}
                Err(ParamError::OutOfRange { got, min, max, .. }) => {
                    within(got, min, max, || format!("{path}.params.{name}"))?;
                }
                Err(_) => {
                    return Err(PlanError::Number {
                        path: format!("{path}.params.{name}"),
                        got: *value,
                        allowed: "a whole number",
                    });
                }
            }
        }
        if !node.output.is_empty() && !known.outputs.contains(&node.output.as_str()) {
            let path = format!("{path}.output");
            return Err(unknown(path, "output", &node.output, known.outputs));
        }
        let place = self.over_bars();
        node.inputs
            .iter()
            .enumerate()
            .try_for_each(|(index, input)| place.node(input, &format!("{path}.inputs[{index}]")))
    }
}
