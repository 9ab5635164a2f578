//! Damaged files: found, named with the bars they held, and what can bring these back.

use super::super::protocol::{Again, Damaged, Kind, Offered, SeriesKey, Trouble};
use super::disk::Disk;
use super::net;
use super::words::{key_of, of_store};
use domain::{Span, Timeframe, Venue};
use std::collections::BTreeMap;
use store::{Damage, Library, Origin};
use venues::Serving;

/// Reads every file and names each that is not what was written.
pub async fn damaged(library: &Library<Disk>) -> Result<Vec<Damaged>, Trouble> {
    let found = library.verify(None).await;
    let found = found.map_err(|error| of_store(&error))?;
    Ok(found.iter().map(|damage| named(library, damage)).collect())
}

/// The stretches to ask exchanges for again; refused before anything is taken out when nobody could be asked.
pub async fn holes(damaged: &[Damaged]) -> Result<BTreeMap<SeriesKey, Vec<Span>>, Trouble> {
    let mut holes: BTreeMap<SeriesKey, Vec<Span>> = BTreeMap::new();
    for one in damaged {
        if let (Again::Exchange, Some((key, span))) = (&one.again, one.bars) {
            holes.entry(key).or_default().push(span);
        }
    }
    if !holes.is_empty() && !net::edge_is_served().await {
        return Err(Kind::NoEdge.into());
    }
    Ok(holes)
}

/// The bar lengths an exchange can be asked for.
pub fn offers(venue: Venue) -> Vec<Offered> {
    let Some(exchange) = venues::find(venue) else {
        return Vec::new();
    };
    let offered = |timeframe: Timeframe| {
        let made_of = match exchange.serves(timeframe)? {
            Serving::AsIs => None,
            Serving::MadeOf(shorter) => Some(shorter),
        };
        Some(Offered { timeframe, made_of })
    };
    Timeframe::ALL.into_iter().filter_map(offered).collect()
}

fn named(library: &Library<Disk>, damage: &Damage) -> Damaged {
    let bars = damage.id.and_then(|id| {
        let segments = library.segments(id);
        let segment = segments.iter().find(|one| one.file == damage.file)?;
        Some((key_of(id), segment.span))
    });
    let source = damage.id.and_then(|id| library.entry(id));
    let again = match (bars, source.map(|entry| &entry.source)) {
        (None, _) | (_, None) => Again::Nothing,
        (_, Some(Origin::File(name))) => Again::File(name.clone()),
        (_, Some(Origin::Resampled(from))) => Again::Shorter(*from),
        (Some((key, _)), Some(Origin::Download | Origin::Library | Origin::Rebuilt)) => {
            let served = offers(key.venue)
                .iter()
                .any(|offered| offered.timeframe == key.timeframe);
            if served {
                Again::Exchange
            } else {
                Again::File(String::new())
            }
        }
    };
    Damaged {
        file: damage.file.clone(),
        why: damage.why.clone(),
        bars,
        again,
    }
}
