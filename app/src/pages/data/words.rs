//! The words of the data page in both languages, side by side: a missing one does not compile.

use crate::settings::use_settings;
use domain::Lang;
use leptos::prelude::*;

macro_rules! words {
    ($($name:ident: $en:literal, $ko:literal;)*) => {
        /// The words of one language; `{}` holds a place.
        pub struct Words {
            $(pub $name: &'static str,)*
        }

        static EN: Words = Words { $($name: $en,)* };
        static KO: Words = Words { $($name: $ko,)* };
    };
}

/// The words of the language in use; a view that asks is drawn again when the language changes.
pub fn words() -> &'static Words {
    match use_settings().lang.get() {
        Lang::En => &EN,
        Lang::Ko => &KO,
    }
}

pub use crate::troubles::filled;

words! {
    // the page
    data: "Data", "데이터";
    opening: "Opening the library…", "라이브러리를 여는 중입니다…";
    empty: "The library is empty", "라이브러리가 비어 있습니다";
    empty_why: "Nothing has been downloaded or imported on this device yet. Bars are kept in this browser and leave it only when you export them.",
        "이 기기에서 아직 내려받거나 가져온 데이터가 없습니다. 봉은 이 브라우저에만 저장되며, 내보낼 때만 밖으로 나갑니다.";
    get_data: "Get data", "데이터 받기";
    import_files: "Import files", "파일 가져오기";
    update_all: "Update all", "모두 업데이트";
    updating: "{} series are being updated", "{}개 시계열을 업데이트합니다";
    nothing_to_update: "No series here comes from an exchange", "거래소에서 받은 시계열이 없습니다";
    every: "Update automatically", "자동 업데이트";
    every_off: "Off", "끔";
    every_5: "Every 5 minutes", "5분마다";
    every_60: "Every hour", "1시간마다";
    every_about: "Only while this page is open.", "이 페이지가 열려 있는 동안만 합니다.";
    export_all: "Export the library", "라이브러리 내보내기";
    import_all: "Bring in a library", "라이브러리 불러오기";
    brought: "{} series changed", "시계열 {}개가 바뀌었습니다";
    dismiss: "Dismiss", "닫기";
    close: "Close", "닫기";
    cancel: "Cancel", "취소";
    // storage
    kept_persisted: "Kept on this device; the browser has promised not to clear it", "이 기기에 저장됨. 브라우저가 임의로 지우지 않습니다";
    kept_disk: "Kept on this device; the browser may clear it when space runs out", "이 기기에 저장됨. 공간이 부족하면 브라우저가 지울 수 있습니다";
    ask_persist: "Ask the browser to keep it", "지우지 않도록 요청";
    persist_refused: "The browser did not agree. It often does after more visits, or once the page is installed.", "브라우저가 허락하지 않았습니다. 자주 방문하거나 페이지를 설치하면 대개 허락합니다.";
    in_memory: "In memory only: everything here is lost when this tab closes. Export what you want to keep.", "메모리에만 있습니다. 이 탭을 닫으면 모두 사라집니다. 남길 데이터는 내보내세요.";
    locked: "The storage is held by somebody else, probably another window. What is kept is safe; close the other one.", "다른 창 등이 저장소를 쓰고 있습니다. 저장된 데이터는 안전합니다. 다른 창을 닫으세요.";
    broken: "The library can't be read. Nothing is written over it.", "라이브러리를 읽을 수 없습니다. 덮어쓰지 않습니다.";
    through: "Another tab works the disk; this one goes through it.", "다른 탭이 저장소를 맡고 있으며, 이 탭은 그 탭을 통합니다.";
    alone: "This browser can't tell whether another tab uses the library. Use one tab only.", "다른 탭이 라이브러리를 쓰는지 알 수 없는 브라우저입니다. 탭을 하나만 쓰세요.";
    used: "{} of {} used", "{} / {} 사용";
    nearly_full: "The storage is nearly full.", "저장 공간이 거의 찼습니다.";
    damage: "Damaged", "손상됨";
    rebuilt: "The list of series was damaged and was made again from its files. What files don't hold is lost: rules for gaps, where bars came from, how many duplicates there were. Market hours of imported series are as the bars tell again; look at both in each series. A series deleted lately may be back.",
        "시계열 목록이 손상되어 파일에서 다시 만들었습니다. 파일에 없는 것은 사라졌습니다: 빈 구간 처리, 출처, 중복 수. 가져온 시계열의 거래 시간은 다시 봉을 보고 정했으니 시계열마다 두 설정을 확인하세요. 최근에 삭제한 시계열이 돌아왔을 수 있습니다.";
    // the list
    series: "Series", "시계열";
    series_count: "{} series", "시계열 {}개";
    find_series: "Filter by venue, symbol or interval", "거래소, 종목, 주기로 거르기";
    none_fits: "No series fits the filter.", "조건에 맞는 시계열이 없습니다.";
    venue: "Venue", "거래소";
    symbol: "Symbol", "종목";
    interval: "Interval", "주기";
    span: "Span", "기간";
    bars: "Bars", "봉";
    size: "Size", "크기";
    updated: "Updated", "업데이트";
    age: "Newest bar", "최근 봉";
    coverage: "Coverage", "보유 구간";
    coverage_full: "complete", "빠짐없음";
    coverage_holes: "gaps: {}, bars missing: {}", "빈 구간 {}곳, 봉 {}개 없음";
    duplicates: "Duplicates", "중복";
    outliers: "Outliers", "이상값";
    source: "Source", "출처";
    hash: "Hash", "해시";
    source_made: "made of {} bars", "{} 봉으로 만듦";
    source_library: "a library file", "라이브러리 파일";
    source_rebuilt: "found again on this device", "이 기기에서 다시 찾음";
    ago: "{} ago", "{} 전";
    days: "{} d", "{}일";
    hours: "{} h", "{}시간";
    minutes: "{} min", "{}분";
    seconds: "{} s", "{}초";
    save_csv: "CSV", "CSV";
    // one series
    use_in_backtest: "Use in a backtest", "백테스트에 쓰기";
    update: "Update", "업데이트";
    export: "Export", "내보내기";
    rename: "Rename", "이름 바꾸기";
    new_symbol: "New symbol", "새 종목 코드";
    bad_symbol: "Capital letters and digits, with - . or _ between: KRW-BTC", "영문 대문자와 숫자, 사이에 - . _ 를 씁니다: KRW-BTC";
    save: "Save", "저장";
    resample: "Make longer bars", "더 긴 봉 만들기";
    made: "{} bars are in {}", "{}개 봉이 {}에 있습니다";
    delete: "Delete", "삭제";
    delete_sure: "Delete {} with {} bars? This can't be undone; export it first if you may want it back.", "{}의 봉 {}개를 삭제할까요? 되돌릴 수 없으니 필요하면 먼저 내보내세요.";
    deleted: "{} is deleted", "{}을(를) 삭제했습니다";
    gaps: "Gaps", "빈 구간";
    policy_leave: "Leave", "그대로";
    policy_mark: "Mark", "표시";
    policy_fill: "Fill forward", "앞 값으로 채움";
    policy_about: "Filled bars carry the last close, are flagged, and never fill an order.", "채운 봉은 직전 종가를 가지며 표시되고, 주문을 체결시키지 않습니다.";
    as_chart: "Chart", "차트";
    as_table: "Table", "표";
    chart_of: "Candles of {}, {} to {} ({}); lowest {}, highest {}", "{} 캔들, {} ~ {} ({}); 최저 {}, 최고 {}";
    bars_a_candle: "{} bars a candle", "캔들 하나에 봉 {}개";
    one_bar_a_candle: "one bar a candle", "캔들 하나가 봉 하나";
    chart_keys: "Arrow keys move, plus and minus zoom, Home shows everything.", "화살표로 이동, +와 −로 확대·축소, Home으로 전체를 봅니다.";
    zoom_in: "Zoom in", "확대";
    zoom_out: "Zoom out", "축소";
    earlier: "Earlier", "이전";
    later: "Later", "이후";
    whole: "All", "전체";
    chart_failed: "The chart could not be drawn.", "차트를 그리지 못했습니다.";
    time: "Time", "시각";
    open: "Open", "시가";
    high: "High", "고가";
    low: "Low", "저가";
    close_price: "Close", "종가";
    volume: "Volume", "거래량";
    made_up: "Filled", "채움";
    yes: "yes", "예";
    rows_of: "Rows {} to {} of {}", "{}~{}행 / 전체 {}행";
    first_rows: "First", "처음";
    last_rows: "Last", "마지막";
    go_to_date: "Go to date", "날짜로 이동";
    bars_title: "Bars of {}", "{} 봉";
    // getting data
    exchange: "Exchange", "거래소";
    markets: "Markets", "종목";
    find_market: "Find by code or name", "코드나 이름으로 찾기";
    markets_loading: "Asking for the markets…", "종목을 묻는 중입니다…";
    ask_again: "Ask again", "다시 묻기";
    all_quotes: "All", "전체";
    favourites: "Favourites", "즐겨찾기";
    favourite: "Favourite: {}", "즐겨찾기: {}";
    no_market: "No market fits.", "맞는 종목이 없습니다.";
    more_markets: "{} more; type to narrow down.", "{}개 더 있습니다. 입력해서 좁히세요.";
    by_amount: "Most traded first", "거래대금 순";
    amount_day: "24 h {} {}", "24시간 {} {}";
    not_trading: "Not trading", "거래 중지";
    chosen: "Chosen", "선택";
    unchoose: "Remove {}", "{} 빼기";
    intervals: "Intervals", "주기";
    from: "From", "시작";
    to: "To", "끝";
    to_now: "Empty: up to now", "비우면 지금까지";
    years_back: "{} y", "{}년";
    estimate: "{} bars at most, {} calls, about {}", "최대 {}봉, 호출 {}번, 약 {}";
    estimating: "Counting…", "계산 중…";
    choose_first: "Choose at least one market, one interval and a start.", "종목과 주기, 시작일을 하나 이상 고르세요.";
    bad_span: "The start must lie before the end.", "시작이 끝보다 앞서야 합니다.";
    start: "Start download", "내려받기 시작";
    started: "{} downloads started", "내려받기 {}개를 시작했습니다";
    // downloads
    downloads: "Downloads", "내려받기";
    waiting: "Waiting", "대기";
    waiting_until: "Waiting for the exchange until {}", "{}까지 거래소를 기다림";
    running: "Running", "받는 중";
    paused: "Paused", "멈춤";
    done: "Done", "완료";
    failed: "Failed", "실패";
    pause: "Pause", "멈춤";
    resume: "Resume", "계속";
    try_again: "Try again", "다시 시도";
    forget: "Remove from the list", "목록에서 빼기";
    moved: "{} bars, {}/s, {} left", "{}봉, 초당 {}봉, {} 남음";
    moved_calls: "{} bars, {} of {} calls", "{}봉, 호출 {}/{}";
    // import
    drop_here: "Drop files or folders here, or", "파일이나 폴더를 여기에 놓거나";
    choose_files: "Choose files", "파일 고르기";
    choose_folder: "Choose a folder", "폴더 고르기";
    import_about: "CSV, Parquet, JSON and ZIP files with a row for each bar. Files never leave this device.", "봉마다 한 행인 CSV, Parquet, JSON, ZIP 파일. 파일은 이 기기를 벗어나지 않습니다.";
    reading: "Reading {}…", "{} 읽는 중…";
    file_of: "File {} of {}", "파일 {} / {}";
    skip_file: "Leave this file out", "이 파일 건너뛰기";
    read_as: "Read as", "읽은 방식";
    format: "Format", "형식";
    encoding: "Encoding", "인코딩";
    delimiter: "Delimiter", "구분자";
    header: "First row names the columns", "첫 행이 열 이름";
    times: "Times", "시각 형식";
    clock: "Clock of times without a zone", "시간대 없는 시각의 기준";
    kst: "Korean time (KST)", "한국 시간 (KST)";
    utc: "UTC", "UTC";
    not_said: "The file doesn't say", "파일에 없음";
    column_is: "{} is", "{} 열은";
    rows_in_file: "{} rows", "{}행";
    check_file: "Checking…", "검사하는 중…";
    found_nothing: "Nothing is wrong with the rows.", "문제가 있는 행이 없습니다.";
    found: "Kinds of findings: {}", "발견 {}종";
    stops: "must be repaired", "고쳐야 함";
    warns: "for your information", "참고";
    row: "Row", "행";
    column: "Column", "열";
    value: "Value", "값";
    right: "What would be right", "올바른 값";
    whole_file: "whole file", "파일 전체";
    repairs: "Repairs", "고침";
    repairs_about: "The file itself is never changed; a repair left out is taken back.", "파일은 바뀌지 않습니다. 고침을 빼면 되돌아갑니다.";
    take_in: "Import", "가져오기";
    replace_series: "Replace a series of that name", "같은 이름의 시계열을 대신함";
    imported: "{}: {} new bars", "{}: 새 봉 {}개";
    imported_nothing: "{}: nothing new, it was there already", "{}: 이미 있던 데이터입니다";
    // damage
    check_files: "Check files", "파일 검사";
    check_about: "Reads every file of the library and compares it with what was written.", "라이브러리의 모든 파일을 읽어 기록한 것과 같은지 확인합니다.";
    checking_files: "Reading every file…", "모든 파일을 읽는 중입니다…";
    check_again: "Check again", "다시 검사";
    all_whole: "Every file is what was written.", "모든 파일이 기록한 그대로입니다.";
    damaged_files: "Damaged files: {}", "손상된 파일 {}개";
    damaged_part: "{}, {}: damaged", "{}, {}: 손상됨";
    again_exchange: "The exchange has these bars: they can be fetched again.", "거래소에 있는 봉이므로 다시 받을 수 있습니다.";
    again_file: "These bars came from {}: import that file again, and they take the place of the damaged ones.", "{}에서 가져온 봉입니다. 그 파일을 다시 가져오면 손상된 봉을 대신합니다.";
    again_some_file: "a file", "파일";
    again_shorter: "These bars were made of {} bars: make them again, and they take the place of the damaged ones.", "{} 봉으로 만든 봉입니다. 다시 만들면 손상된 봉을 대신합니다.";
    again_nothing: "The library mends this by itself.", "라이브러리가 스스로 고칩니다.";
    repair_fetch: "Fetch these stretches again", "이 구간을 다시 받기";
    repair_about: "A damaged file stays in the list until its bars have come; the others stay as they are.", "손상된 파일은 봉이 다시 올 때까지 목록에 남습니다. 다른 파일은 그대로 둡니다.";
    repaired_fetching: "Being fetched again: {}", "다시 받는 중: {}";
    let_go: "Let {} bars go…", "봉 {}개 버리기…";
    let_go_about: "For bars that nobody has any more: {} bars leave the library for good, and a gap stays where they were.",
        "더는 구할 수 없는 봉일 때만 하세요. 봉 {}개가 라이브러리에서 영영 빠지고 그 자리는 빈 구간이 됩니다.";
    let_go_sure: "Let them go", "버리기";
    let_gone: "Let go: {}, {} bars", "버림: {}, 봉 {}개";
    left_out: "Damaged files: {}. Their bars are left out here; Check files says what can be done.", "손상된 파일 {}개의 봉은 여기서 빠져 있습니다. 파일 검사에서 고칠 수 있습니다.";
    // keys
    own_keys: "Your own Alpaca keys", "내 Alpaca 키";
    own_keys_needed: "This site has no Alpaca keys of its own. Enter yours to go on.", "이 사이트에는 Alpaca 키가 없습니다. 계속하려면 키를 입력하세요.";
    own_keys_about: "Kept in the memory of this browser until the tab is closed or reloaded, sent with each question to this site's own relay, and written down nowhere. A free paper-trading key from alpaca.markets is enough.",
        "탭을 닫거나 새로고침할 때까지 브라우저 메모리에만 두고, 이 사이트의 중계에 물을 때만 함께 보내며, 어디에도 기록하지 않습니다. alpaca.markets의 무료 모의투자 키로 충분합니다.";
    key_id: "Key ID", "키 ID";
    key_secret: "Secret key", "비밀 키";
    use_keys: "Use these keys", "이 키 쓰기";
    forget_keys: "Forget them", "키 지우기";
    keys_in_use: "Your keys are in use until this tab is closed or reloaded.", "탭을 닫거나 새로고침할 때까지 이 키를 씁니다.";
    keys_bad: "A key has 1 to 256 letters, digits and signs, without spaces.", "키는 공백 없는 1~256자의 영문, 숫자, 기호입니다.";
    // intervals
    made_of: "made of {}", "{} 봉으로 만듦";
    made_of_about: "{} has no bars of {} itself; they are made of its bars of {}.", "{}에는 {} 봉이 없어 {} 봉으로 만듭니다.";
    not_offered: "{} has no bars of {}.", "{}에는 {} 봉이 없습니다.";
    // files inside files
    several_inside: "{} holds {} files. Which shall be read?", "{} 안에 파일이 {}개 있습니다. 무엇을 읽을까요?";
    read_chosen: "Read the chosen ones", "고른 파일 읽기";
    choose_all: "All", "모두";
    choose_none: "None", "해제";
    each_a_series: "They are read one after another, each as a series of its own or as part of the one it names.", "하나씩 차례로 읽으며, 각각 하나의 시계열이 되거나 이름이 같은 시계열에 더해집니다.";
    hours_open: "Market hours", "거래 시간";
    hours_about: "Decides which missing bars are gaps, and how many days a year has in yearly figures.", "없는 봉 가운데 무엇이 빈 구간인지, 연간 지표가 1년을 며칠로 보는지 정합니다.";
    imported_hours: "{}: no new bars, its market hours are now: {}", "{}: 새 봉 없음, 거래 시간을 바꿈: {}";
    interval_told: "{} · as the bars tell", "{} · 봉을 보고 정함";
    hours_by_bars: "As the bars tell", "봉을 보고 정함";
    hours_told: "As the bars tell · {}", "봉을 보고 정함 · {}";
    hours_always: "Around the clock (365 days)", "24시간 거래 (365일)";
    hours_new_york: "New York's sessions (252 days)", "뉴욕 거래소 개장 시간 (252일)";
    hours_other: "Another exchange's sessions (252 days)", "다른 거래소 개장 시간 (252일)";
    candles_csv: "Candles on show as CSV", "보이는 캔들을 CSV로";
}
