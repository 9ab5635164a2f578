//! Replies that may be given again: closed bars for good, open ones for seconds.

use std::future::ready;

use futures_util::{StreamExt, TryStreamExt, stream};
use venues::relay;
use worker::{Cache, Context, Headers, Response, Url, console_warn};

use crate::reply::{KEEP_IF_WHOLE, Keep};

/// Enough of a stream's end to know whether it was one.
const TAIL: usize = 128;

/// Where the reply to a question is kept.
pub struct Place(String);

impl Place {
    /// `target` spells equal questions alike, and holds nothing of the caller.
    pub fn new(url: &Url, target: &str) -> Self {
        Self(format!("{}{target}", url.origin().ascii_serialization()))
    }

    /// The reply, if it is there and still true.
    pub async fn find(&self) -> Option<Response> {
        // Without a cache the desk answers.
        Cache::default()
            .get(self.0.as_str(), true)
            .await
            .ok()
            .flatten()
    }
}

/// Puts a copy in its place, if there is one and the reply allows it, and gives the reply as a caller may see it.
pub fn keep(
    place: Option<Place>,
    mut reply: Response,
    context: &Context,
) -> worker::Result<Response> {
    let header = |name: &str| reply.headers().get(name);
    let streamed = header(KEEP_IF_WHOLE)?;
    let kept_for = match &streamed {
        Some(keep) => Some(keep.clone()),
        None => header("cache-control")?.filter(|keep| keep != Keep::Never.header()),
    };
    if let (Some(Place(place)), Some(kept_for)) = (place, kept_for)
        && reply.status_code() == 200
    {
        let mut copy = reply.cloned()?;
        let headers = visible(copy.headers())?;
        headers.set("cache-control", &kept_for)?;
        let copy = match streamed {
            None => copy.with_headers(headers),
            Some(_) => whole_or_nothing(&mut copy, headers)?,
        };
        context.wait_until(async move {
            // A stream that broke off ends here, and is not kept.
            if let Err(error) = Cache::default().put(place.as_str(), copy).await {
                console_warn!("not kept: {error}");
            }
        });
    }
    let headers = visible(reply.headers())?;
    Ok(reply.with_headers(headers))
}

/// The headers without what is between desk and worker.
fn visible(headers: &Headers) -> worker::Result<Headers> {
    let visible = Headers::new();
    for (name, value) in headers.entries() {
        if name != KEEP_IF_WHOLE {
            visible.set(&name, &value)?;
        }
    }
    Ok(visible)
}

/// The same stream, which fails at its end unless that was the end of a whole answer.
fn whole_or_nothing(copy: &mut Response, headers: Headers) -> worker::Result<Response> {
    let chunks = copy.stream()?.map_ok(Some).chain(stream::iter([Ok(None)]));
    let mut tail = Vec::new();
    let watched = chunks.try_filter_map(move |chunk| {
        ready(match chunk {
            Some(chunk) => {
                tail.extend_from_slice(&chunk);
                tail.drain(..tail.len().saturating_sub(TAIL));
                Ok(Some(chunk))
            }
            None if relay::is_whole(&tail) => Ok(None),
            None => Err(worker::Error::from("the answer has no end")),
        })
    });
    Response::builder()
        .with_headers(headers)
        .from_stream(watched)
}
