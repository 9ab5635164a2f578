//! Reads `--set NAME=VALUE` flags against the parameters they set.

use domain::nearest::nearest;
use domain::{Param, ParamError, Params};
use std::collections::BTreeMap;

/// Why the flags don't fit.
#[derive(Debug, thiserror::Error)]
pub enum SetError {
    /// Not a pair.
    #[error("--set {0}: must be NAME=VALUE, like period=14")]
    Shape(String),
    /// The value is neither a number nor one of the names.
    #[error("--set {name}={got}: must be {allowed}")]
    Value {
        /// The parameter.
        name: String,
        /// The value given.
        got: String,
        /// What would be right.
        allowed: String,
    },
    /// Set twice, to who knows which value.
    #[error("--set {0}: must be given once")]
    Twice(String),
    /// The value is out of place.
    #[error("--set {0}")]
    Param(#[from] ParamError),
}

/// The values of all parameters in their order, defaults where nothing was set.
pub fn values(definitions: &'static [Param], sets: &[String]) -> Result<Vec<f64>, SetError> {
    let mut given = BTreeMap::new();
    for pair in sets {
        let (name, text) = pair
            .split_once('=')
            .ok_or_else(|| SetError::Shape(pair.clone()))?;
        let known = definitions.iter().find(|param| param.id == name);
        let value = match known {
            Some(param) => param.parse(text),
            None => Some(f64::NAN),
        };
        let value = value.ok_or_else(|| SetError::Value {
            name: name.to_owned(),
            got: text.to_owned(),
            allowed: known.map_or_else(String::new, allowed),
        })?;
        if given.insert(name.to_owned(), value).is_some() {
            return Err(SetError::Twice(name.to_owned()));
        }
    }
    let params = Params::check(definitions, &given)?;
    Ok(definitions
        .iter()
        .map(|param| params.number(param.id))
        .collect())
}

/// The strategies there are, for whoever named none of them: the one that was meant, or all.
pub fn strategies_like(id: &str) -> String {
    let all: Vec<&str> = strategies::ALL.iter().map(|one| one.id).collect();
    match nearest(id, all.iter().copied()) {
        Some(meant) => format!("{meant}, or another of `backcast list strategies`"),
        None => all.join(" or "),
    }
}

/// The values a parameter takes, in words.
pub fn allowed(param: &Param) -> String {
    let (min, max) = param.range();
    match param.kind {
        domain::ParamKind::Switch { .. } => "0 or 1".to_owned(),
        domain::ParamKind::Choice { options, .. } => options
            .iter()
            .map(|(id, _)| *id)
            .collect::<Vec<_>>()
            .join(" or "),
        _ => format!("{min} to {max}"),
    }
}

/// The default as a person would write it.
pub fn default(param: &Param) -> String {
    shown(Some(param), param.default())
}

/// A value as a person would write it: a choice by its name.
pub fn shown(param: Option<&Param>, value: f64) -> String {
    let named = match param.map(|param| param.kind) {
        Some(domain::ParamKind::Choice { options, .. }) => options.get(value as usize),
        _ => None,
    };
    named.map_or_else(|| value.to_string(), |(id, _)| (*id).to_owned())
}
