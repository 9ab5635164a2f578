//! What went wrong, in a sentence of each language: what happened to what, and what the reader can do about it.

use crate::format;
use crate::library::protocol::{ArchiveFlaw, Kind, SeriesKey};
use domain::{Lang, Span, Text, Ts, Venue};

/// The sentence of a trouble. `clock` writes a moment on the reader's clock.
pub fn sentence(kind: &Kind, lang: Lang, clock: &dyn Fn(Ts) -> String) -> String {
    let says = Says { lang, clock };
    let (text, values) = says.parts(kind);
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    filled(text.get(lang), &values)
}

/// Puts values in the places of a sentence, each a `{}`.
pub fn filled(sentence: &str, values: &[&str]) -> String {
    let mut values = values.iter();
    let mut parts = sentence.split("{}");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str(values.next().copied().unwrap_or_default());
        text.push_str(part);
    }
    text
}

/// A series as a reader calls it.
pub fn series(key: SeriesKey, lang: Lang) -> String {
    let venue = key.venue.name().get(lang);
    format!("{venue} {} {}", key.symbol, key.timeframe)
}

struct Says<'a> {
    lang: Lang,
    clock: &'a dyn Fn(Ts) -> String,
}

const fn text(en: &'static str, ko: &'static str) -> Text {
    Text::new(en, ko)
}

/// A sentence without a place.
const fn plain(en: &'static str, ko: &'static str) -> (Text, Vec<String>) {
    (Text::new(en, ko), Vec::new())
}

impl Says<'_> {
    fn of(&self, key: SeriesKey) -> String {
        series(key, self.lang)
    }

    fn venue(&self, venue: Venue) -> String {
        venue.name().get(self.lang).to_owned()
    }

    fn span(&self, span: Span) -> String {
        format!("{} – {}", (self.clock)(span.start), (self.clock)(span.end))
    }

    fn count(value: u64) -> String {
        format::number(value as f64, 0)
    }

    /// The sentence with its places, and what goes there.
    fn parts(&self, kind: &Kind) -> (Text, Vec<String>) {
        match kind {
            Kind::NoSuchSeries(key) => (
                text(
                    "{} is not in the library.",
                    "라이브러리에 {} 시계열이 없습니다.",
                ),
                vec![self.of(*key)],
            ),
            Kind::NoBars { key, has } => (
                text(
                    "{} has no bar in that time; it has {}. Choose a time within that.",
                    "{}: 그 기간에는 봉이 없습니다. 있는 기간은 {}입니다. 그 안에서 고르세요.",
                ),
                vec![self.of(*key), self.span(*has)],
            ),
            Kind::Empty(key) => (
                text("{} has no bars.", "{}: 봉이 없습니다."),
                vec![self.of(*key)],
            ),
            Kind::NotDownloading(key) => (
                text("{} is not being downloaded.", "{}: 내려받는 중이 아닙니다."),
                vec![self.of(*key)],
            ),
            Kind::Exists(key) => (
                text(
                    "The library already has {}: choose another name, or delete that one first.",
                    "라이브러리에 {} 시계열이 이미 있습니다. 다른 이름을 고르거나 먼저 삭제하세요.",
                ),
                vec![self.of(*key)],
            ),
            Kind::Misfit(key) => (
                text(
                    "These are no bars for {}; nothing was changed.",
                    "{}에 맞지 않는 봉이라 아무것도 바꾸지 않았습니다.",
                ),
                vec![self.of(*key)],
            ),
            Kind::NotLonger(key, to) => (
                text(
                    "Bars of {} can't be made of {}.",
                    "{} 봉은 {} 시계열로 만들 수 없습니다.",
                ),
                vec![to.as_str().to_owned(), self.of(*key)],
            ),
            Kind::TooMany(key, bars) => (
                text(
                    "{} has {} bars in that time, more than can be used at once: choose a shorter time or longer bars.",
                    "{}: 그 기간의 봉이 {}개로 한 번에 쓸 수 있는 것보다 많습니다. 더 짧은 기간이나 더 긴 봉을 고르세요.",
                ),
                vec![self.of(*key), Self::count(*bars)],
            ),
            Kind::TooManyMadeUp { key, bars, allowed } => (
                text(
                    "Filling the gaps of {} would make up {} bars, at most {} are allowed: leave its gaps.",
                    "{}: 빈 구간을 채우면 봉 {}개를 만들어야 하는데 한도는 {}개입니다. 빈 구간을 그대로 두세요.",
                ),
                vec![self.of(*key), Self::count(*bars), Self::count(*allowed)],
            ),
            Kind::Damaged {
                key: Some(key),
                file,
            } => (
                text(
                    "A file of {} is damaged, and nothing is read from it: {}. Check files names it and mends what can be.",
                    "{}의 파일이 손상되어 읽지 않습니다: {}. 파일 검사에서 고칠 수 있습니다.",
                ),
                vec![self.of(*key), file.clone()],
            ),
            Kind::Damaged { key: None, file } => (
                text(
                    "A file of the library is damaged: {}. Check files says what can be done.",
                    "라이브러리의 파일이 손상되었습니다: {}. 파일 검사에서 고칠 수 있습니다.",
                ),
                vec![file.clone()],
            ),
            Kind::Overlap { key, at } => (
                text(
                    "{}: the new bar of {} contradicts the one that is kept, so nothing was changed. The source changed its past, or this is another market.",
                    "{}: {}의 새 봉이 저장된 봉과 어긋나 아무것도 바꾸지 않았습니다. 과거 값이 바뀌었거나 다른 종목입니다.",
                ),
                vec![self.of(*key), (self.clock)(*at)],
            ),
            Kind::OverlapGone { key, at } => (
                text(
                    "{}: the exchange no longer has the last bar that is kept, of {}; nothing was changed.",
                    "{}: 마지막으로 저장된 {}의 봉이 거래소에 더는 없어 아무것도 바꾸지 않았습니다.",
                ),
                vec![self.of(*key), (self.clock)(*at)],
            ),
            Kind::UnknownMarket(key) => (
                text(
                    "{}: {} does not know this market; it may be gone.",
                    "{}: {}에 없는 종목입니다. 거래가 끝났을 수 있습니다.",
                ),
                vec![key.symbol.to_string(), self.venue(key.venue)],
            ),
            Kind::NotServed(key) => (
                text(
                    "{} can't be downloaded: no exchange here has these bars.",
                    "{}: 여기서 내려받을 수 있는 거래소가 없습니다.",
                ),
                vec![self.of(*key)],
            ),
            Kind::NoBarCanClose(span) => (
                text(
                    "No bar can close in {}: choose a longer time.",
                    "{} 사이에 끝나는 봉이 없습니다. 더 긴 기간을 고르세요.",
                ),
                vec![self.span(*span)],
            ),
            Kind::Archive(file, ArchiveFlaw::NoLibrary) => (
                text(
                    "{} is no exported library, so nothing was brought in. Choose a file that “Export the library” has saved; files with bars go in by “Import files”.",
                    "{} 파일은 내보낸 라이브러리가 아니어서 아무것도 불러오지 않았습니다. ‘라이브러리 내보내기’로 저장한 파일을 고르세요. 봉이 든 파일은 ‘파일 가져오기’로 넣습니다.",
                ),
                vec![file.clone()],
            ),
            Kind::Archive(file, ArchiveFlaw::CutShort) => (
                text(
                    "{} is cut short, so nothing was brought in. Copy or download it again.",
                    "{} 파일이 중간에서 잘려 아무것도 불러오지 않았습니다. 다시 복사하거나 내려받으세요.",
                ),
                vec![file.clone()],
            ),
            Kind::Archive(file, ArchiveFlaw::Damaged(part)) => (
                text(
                    "{} is damaged, so nothing was brought in: {} in it can't be read. Use another copy of it.",
                    "{} 파일이 손상되어 아무것도 불러오지 않았습니다. 그 안에서 읽을 수 없는 것: {}. 다른 사본을 쓰세요.",
                ),
                vec![file.clone(), part.clone()],
            ),
            Kind::Archive(file, ArchiveFlaw::Missing(part)) => (
                text(
                    "{} is not whole, so nothing was brought in: {} is missing from it. Use a copy that nobody has changed.",
                    "{} 파일이 온전하지 않아 아무것도 불러오지 않았습니다. 그 안에 없는 것: {}. 내보낸 그대로의 사본을 쓰세요.",
                ),
                vec![file.clone(), part.clone()],
            ),
            Kind::TooLargeToExport => plain(
                "The library is too large for one file: export its series one by one.",
                "라이브러리가 커서 파일 하나에 담을 수 없습니다. 시계열을 하나씩 내보내세요.",
            ),
            Kind::NotKept(file) => (
                text(
                    "What was written did not read back, so nothing refers to it; the library is as it was: {}.",
                    "기록한 것이 그대로 읽히지 않아 쓰지 않습니다. 라이브러리는 그대로입니다: {}.",
                ),
                vec![file.clone()],
            ),
            Kind::TooNew(file) => (
                text(
                    "A file was written by a newer version; reload to get that: {}.",
                    "더 새로운 버전이 쓴 파일입니다. 새로고침해 새 버전을 받으세요: {}.",
                ),
                vec![file.clone()],
            ),
            Kind::NoRoom { needed, left } => (
                text(
                    "There is too little room: {} MB are needed and {} MB are free. Delete what you don't need.",
                    "공간이 모자랍니다. {} MB가 필요한데 {} MB가 남았습니다. 필요 없는 데이터를 삭제하세요.",
                ),
                vec![megabytes(*needed), megabytes(*left)],
            ),
            Kind::Status(venue, status) => (
                text(
                    "{} refused with status {}. What came before is kept; try again later.",
                    "{}: 상태 {}(으)로 거절했습니다. 받은 것은 저장되어 있으니 나중에 다시 시도하세요.",
                ),
                vec![self.venue(*venue), status.to_string()],
            ),
            Kind::Limited(venue, Some(seconds)) => (
                text("{} asks to wait {} s.", "{}: {}초 기다리라고 합니다."),
                vec![self.venue(*venue), Self::count(*seconds)],
            ),
            Kind::Limited(venue, None) => (
                text(
                    "{} asks to wait; try again in a minute.",
                    "{}: 기다리라고 합니다. 1분쯤 뒤에 다시 시도하세요.",
                ),
                vec![self.venue(*venue)],
            ),
            Kind::Banned(venue, Some(seconds)) => (
                text(
                    "{} has shut this address out for {} s; nothing is asked until then.",
                    "{}: 이 주소를 {}초 동안 차단했습니다. 그때까지 묻지 않습니다.",
                ),
                vec![self.venue(*venue), Self::count(*seconds)],
            ),
            Kind::Banned(venue, None) => (
                text(
                    "{} has shut this address out for a while; try again later.",
                    "{}: 이 주소를 한동안 차단했습니다. 나중에 다시 시도하세요.",
                ),
                vec![self.venue(*venue)],
            ),
            Kind::Region(venue) => (
                text(
                    "{} does not answer the place the question comes from.",
                    "{}: 이 지역에는 답하지 않습니다.",
                ),
                vec![self.venue(*venue)],
            ),
            Kind::Lost(venue) => (
                text(
                    "No answer came from {}. Check the connection and try again; what came is kept.",
                    "{}: 답이 없습니다. 연결을 확인하고 다시 시도하세요. 받은 것은 저장되어 있습니다.",
                ),
                vec![self.venue(*venue)],
            ),
            Kind::NeedsKey(venue) => (
                text(
                    "{} wants a key, or another one.",
                    "{}: 키를 요구하거나 이 키를 받지 않습니다.",
                ),
                vec![self.venue(*venue)],
            ),
            Kind::File(words) => (text("{}", "{}"), vec![words.get(self.lang).to_owned()]),
            Kind::Full => plain(
                "The browser gives no more room: delete what you don't need.",
                "브라우저가 더는 공간을 주지 않습니다. 필요 없는 데이터를 삭제하세요.",
            ),
            Kind::Storage => plain(
                "The storage can't be used now.",
                "지금은 저장소를 쓸 수 없습니다.",
            ),
            Kind::Locked => plain(
                "The library is open in another window or program: close that one.",
                "다른 창이나 프로그램이 라이브러리를 쓰고 있습니다. 그것을 닫으세요.",
            ),
            Kind::Broken => plain(
                "The library can't be read. Nothing is written over it.",
                "라이브러리를 읽을 수 없습니다. 덮어쓰지 않습니다.",
            ),
            Kind::Exchange => plain(
                "The exchange didn't answer as it should. What came before is kept; try again later.",
                "거래소가 제대로 답하지 않았습니다. 받은 것은 저장되어 있으니 나중에 다시 시도하세요.",
            ),
            Kind::AllRest => plain(
                "Every download that could be updated rests: go on with one first.",
                "업데이트할 내려받기가 모두 멈춰 있습니다. 먼저 계속하세요.",
            ),
            Kind::NoEdge => plain(
                "The relay to exchanges is not served at this address, or you are offline.",
                "이 주소에 거래소 중계가 없거나 오프라인입니다.",
            ),
            Kind::FileStopped => plain(
                "The file was too much for its reader, which has stopped; everything else goes on.",
                "파일이 너무 무거워 읽기를 멈췄습니다. 다른 데이터는 그대로입니다.",
            ),
            Kind::FileGone => plain(
                "The file can't be read any more: choose it again.",
                "파일을 더 읽을 수 없습니다. 다시 고르세요.",
            ),
            Kind::NoSymbol => plain(
                "The file doesn't say of which market it is: enter a symbol.",
                "파일에 종목이 없습니다. 종목 코드를 입력하세요.",
            ),
            Kind::Unfit => plain(
                "Something still keeps this file from becoming bars.",
                "아직 봉이 될 수 없는 문제가 있습니다.",
            ),
            Kind::NotSaved => plain(
                "The browser did not take the file.",
                "브라우저가 파일을 저장하지 않았습니다.",
            ),
            Kind::OwnerGone => plain(
                "The tab that worked the disk has closed; try again.",
                "저장소를 맡던 탭이 닫혔습니다. 다시 시도하세요.",
            ),
            Kind::OtherTab => plain(
                "Another tab runs another version of this page: reload that tab.",
                "다른 탭이 이 페이지의 다른 버전을 쓰고 있습니다. 그 탭을 새로고침하세요.",
            ),
            Kind::OtherBuild => plain(
                "A new version is here: reload the page.",
                "새 버전이 있습니다. 새로고침하세요.",
            ),
            Kind::Unusable => plain(
                "The data worker could not be loaded or has stopped; reload the page.",
                "데이터 작업자를 불러오지 못했거나 멈췄습니다. 새로고침하세요.",
            ),
            Kind::Refused => plain("That is not possible.", "할 수 없는 일입니다."),
        }
    }
}

fn megabytes(bytes: u64) -> String {
    format::number(bytes as f64 / 1e6, 1)
}

#[cfg(test)]
mod tests;
