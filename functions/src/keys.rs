//! Keys of an exchange account: from the edge's secret store or from the request itself, and nowhere kept.

use domain::Venue;
use sha2::{Digest, Sha256};
use venues::{Keys, Secret};
use worker::{Env, Headers};

use crate::reply::Reply;

/// Where a request brings its own keys; the edge's secrets have the names in [`SECRETS`].
pub const HEADERS: [&str; 2] = ["x-alpaca-key-id", "x-alpaca-secret-key"];
const SECRETS: [&str; 2] = ["ALPACA_KEY_ID", "ALPACA_SECRET_KEY"];

/// What is wrong with the keys of a request.
#[derive(Debug, PartialEq, thiserror::Error)]
pub enum BadKeys {
    /// One without the other.
    #[error("the headers x-alpaca-key-id and x-alpaca-secret-key only work together")]
    Half,
    /// It can't be sent on.
    #[error("a key must be 1 to 256 printable ASCII characters without spaces")]
    Malformed,
}

impl BadKeys {
    /// What a caller hears.
    pub fn reply(&self) -> Reply {
        Reply::error(400, "bad_key", &self.to_string())
            .with("field", HEADERS.join(" and "))
            .with("allowed", "both, or none")
    }
}

/// The keys a request brings for this exchange.
pub fn of_request(venue: Venue, headers: &Headers) -> Result<Option<Keys>, BadKeys> {
    if venue != Venue::Alpaca {
        return Ok(None);
    }
    let [id, secret] = HEADERS.map(|name| headers.get(name).ok().flatten().map(Secret::new));
    match (id, secret) {
        (None, None) => Ok(None),
        (Some(id), Some(secret)) if id.is_sendable() && secret.is_sendable() => {
            Ok(Some(Keys { id, secret }))
        }
        (Some(_), Some(_)) => Err(BadKeys::Malformed),
        _ => Err(BadKeys::Half),
    }
}

/// The keys the deployment holds for everybody.
pub fn of_deployment(venue: Venue, env: &Env) -> Option<Keys> {
    if venue != Venue::Alpaca {
        return None;
    }
    let [id, secret] = SECRETS.map(|name| env.secret(name).ok().map(|held| held.to_string()));
    let keys = Keys {
        id: Secret::new(id?),
        secret: Secret::new(secret?),
    };
    (keys.id.is_sendable() && keys.secret.is_sendable()).then_some(keys)
}

/// The name of the desk that asks with these keys: an account's budget is its own, and so are its replies.
pub fn desk_of(venue: Venue, keys: Option<&Keys>) -> String {
    let Some(keys) = keys else {
        return venue.id().to_owned();
    };
    // Both halves: whoever knows only the public one must not join the owner's calls.
    let mut hash = Sha256::new();
    hash.update(keys.id.expose());
    hash.update([0]);
    hash.update(keys.secret.expose());
    let hash = hash.finalize();
    let hex: String = hash
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{}/{hex}", venue.id())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(id: &str, secret: &str) -> Keys {
        Keys {
            id: Secret::new(id),
            secret: Secret::new(secret),
        }
    }

    #[test]
    fn each_account_has_its_own_desk_whose_name_tells_nothing() {
        let mine = desk_of(Venue::Alpaca, Some(&keys("CANARYID", "CANARYSECRET")));
        assert!(!mine.contains("CANARY"), "{mine}");
        assert_eq!(
            mine,
            desk_of(Venue::Alpaca, Some(&keys("CANARYID", "CANARYSECRET")))
        );
        for (id, secret) in [
            ("CANARYID", "x"),
            ("x", "CANARYSECRET"),
            ("CANARYI", "DCANARYSECRET"),
        ] {
            assert_ne!(mine, desk_of(Venue::Alpaca, Some(&keys(id, secret))));
        }
        assert_eq!(desk_of(Venue::Upbit, None), "upbit");
    }
}
