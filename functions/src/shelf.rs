//! Replies that may be given again: closed bars for good, open ones for seconds.

use venues::relay;
use worker::{Cache, Context, Headers, Response, Url, console_warn};

use crate::reply::{KEEP_IF_WHOLE, Keep};

/// Where the reply to a question is kept.
pub struct Place(String);

impl Place {
    /// `target` spells equal questions alike, and holds nothing of the caller. Another version may write its answers otherwise.
    pub fn new(url: &Url, target: &str) -> Self {
        let origin = url.origin().ascii_serialization();
        Self(format!("{origin}/{}{target}", env!("CARGO_PKG_VERSION")))
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
        context.wait_until(async move {
            let Ok(body) = copy.bytes().await else {
                return;
            };
            // A stream is kept only when its end is here and was a good one.
            if streamed.is_some() && !relay::is_whole(&body) {
                return;
            }
            let copy = Response::builder().with_headers(headers).fixed(body);
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
