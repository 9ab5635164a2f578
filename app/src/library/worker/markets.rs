//! The markets of exchanges, asked of the edge and kept for a while.

use super::super::protocol::{Kind, MarketRow, Trouble};
use super::disk::Files;
use super::{net, now};
use domain::{Ts, Venue};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How long a list is as good as new.
const GOOD_FOR_MS: i64 = 3_600_000;

/// A list and when it came.
#[derive(Clone, Serialize, Deserialize)]
struct Kept {
    at: Ts,
    rows: Vec<MarketRow>,
}

/// The lists that came.
#[derive(Default)]
pub struct Markets {
    kept: BTreeMap<Venue, Kept>,
}

impl Markets {
    /// The markets of a venue. What the exchange can't tell now is what it told last.
    pub async fn of(
        &mut self,
        venue: Venue,
        anew: bool,
        shelf: Option<&Files>,
    ) -> Result<Vec<MarketRow>, Trouble> {
        let name = format!("markets.{}", venue.id());
        if !self.kept.contains_key(&venue)
            && let Some(shelf) = shelf
            && let Some(bytes) = shelf.get(&name).await
            && let Ok(kept) = postcard::from_bytes(&bytes)
        {
            self.kept.insert(venue, kept);
        }
        let known = self.kept.get(&venue);
        if let Some(known) = known.filter(|known| !anew && now().0 - known.at.0 < GOOD_FOR_MS) {
            return Ok(known.rows.clone());
        }
        match ask(venue).await {
            Ok(rows) => {
                let kept = Kept {
                    at: now(),
                    rows: rows.clone(),
                };
                if let (Some(shelf), Ok(bytes)) = (shelf, postcard::to_allocvec(&kept)) {
                    // Asked again when it isn't there.
                    let _ = shelf.put(&name, &bytes).await;
                }
                self.kept.insert(venue, kept);
                Ok(rows)
            }
            Err(trouble) => known.map(|known| known.rows.clone()).ok_or(trouble),
        }
    }
}

async fn ask(venue: Venue) -> Result<Vec<MarketRow>, Trouble> {
    let _ = (venue, net::edge_is_served().await);
    Err(Trouble::new(Kind::NoEdge, "markets are not asked yet"))
}
