//! How much one address may ask for: a shield in front of everything that costs something.

use worker::{Env, Headers};

use crate::reply::Reply;

const BINDING: &str = "CALLERS";
/// The period of the binding; it doesn't say how much of it is left.
const PERIOD_S: u64 = 10;

/// The refusal of somebody who asks too much.
pub async fn refuse(headers: &Headers, env: &Env) -> Option<Reply> {
    // The platform sets this header itself; without one everybody is the same caller.
    let address = headers.get("cf-connecting-ip").ok().flatten();
    // A deployment without the binding limits nobody.
    let limiter = env.rate_limiter(BINDING).ok()?;
    // The shield must not be what breaks: when it fails, the exchange's budget still holds.
    let outcome = limiter.limit(address.unwrap_or_default()).await.ok()?;
    (!outcome.success).then(|| {
        let message = "your address has asked too often";
        Reply::error(429, "rate_limited", message).retry_after(PERIOD_S)
    })
}
