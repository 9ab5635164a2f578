//! The Korean words.

use super::Words;
use crate::format;
use crate::question::{Problem, Wrong};
use domain::Timeframe;

pub(super) static WORDS: Words = Words {
    skip: "본문으로 건너뛰기",
    nav: "페이지",
    nav_backtest: "백테스트",
    nav_data: "데이터",
    nav_about: "소개",
    tagline: "모든 계산은 이 브라우저 안에서 이루어집니다.",
    help: "단축키 도움말",
    settings: "화면 설정",
    close: "닫기",
    reload: "새로고침",
    yes: "예",
    unknown: "알 수 없음",
    copied: "복사했습니다",
    theme: "테마",
    theme_system: "시스템",
    theme_light: "밝게",
    theme_dark: "어둡게",
    zone: "시간대",
    zone_local: "현지",
    gain: "상승·하락 색",
    gain_us: "초록 / 빨강",
    gain_kr: "빨강 / 파랑",
    shortcuts_on: "한 글자 단축키 사용",
    key_run: "다시 실행",
    key_cancel: "실행 취소",
    key_help: "이 도움말",
    key_pan: "차트 이동 (차트에 포커스가 있을 때)",
    key_zoom: "차트 확대·축소",
    key_reset: "차트 전체 보기",
    sort: "이 열로 정렬",
    update_ready: "새 버전이 준비되었습니다.",
    update_needed: "새 버전이 준비되었습니다. 페이지와 계산 워커의 버전이 달라 새로고침하기 전에는 실행하지 않습니다.",
    worker_not_loaded: "계산 워커를 불러오지 못했습니다. 새 버전이 배포되었거나 연결이 끊긴 경우입니다.",
    page_failed: "이 페이지를 표시하지 못했습니다",
    part_arriving: "이 부분을 불러오는 중입니다…",
    part_missing: "페이지의 이 부분을 불러오지 못했습니다. 연결을 확인하세요. 업데이트된 뒤라면 새로고침해야 합니다.",
    try_again: "다시 시도",
    not_found: "없는 페이지입니다",
    not_found_why: "주소를 잘못 입력했거나 다른 버전의 주소일 수 있습니다.",
    to_backtest: "백테스트로 이동",
    question: "설정",
    strategy: "전략",
    parameters: "매개변수",
    reset: "초기화",
    market: "시장",
    sample: "샘플 데이터",
    sample_short: "샘플 데이터, 실제 시세 아님",
    sample_about: "샘플 데이터 — 생성된 값이며 실제 시세가 아닙니다. 가상 종목 4개, 2019~2024년, 원화 기준입니다.",
    use_library: "내 라이브러리의 봉 사용",
    use_sample: "샘플 사용",
    library_about: "내 라이브러리의 시계열입니다. 한 번에 거래소 하나만, 긴 봉은 짧은 봉으로 만듭니다.",
    library_empty: "라이브러리에 아직 시계열이 없습니다.",
    to_data: "내려받거나 가져오기",
    source: "거래소",
    coverage: "있는 데이터",
    data_differs: " 링크를 만든 봉과 다릅니다.",
    fetch_series: "내려받기",
    take_these: "여기 있는 봉으로 실행",
    symbols: "종목",
    symbols_help: "여러 종목은 한 계좌를 같은 비중으로 나눠 씁니다.",
    timeframe: "봉",
    span_label: "기간",
    costs: "비용과 체결",
    fee: "수수료",
    fee_help: "매수·매도마다, 1bp는 0.01%입니다.",
    slippage: "슬리피지",
    slippage_help: "매수·매도마다 불리한 쪽으로 적용합니다.",
    fill: "체결 방식",
    cash: "시작 현금",
    use_default: "기본값 사용",
    remove: "삭제",
    answer: "결과",
    run_again: "다시 실행",
    cancel: "취소",
    running: "실행 중",
    stale: "이전 설정의 결과",
    copy_link: "이 백테스트의 링크 복사",
    run_failed: "실행에 실패했습니다. 표시된 결과는 이전 것입니다.",
    run_cancelled: "실행을 취소했습니다. 표시된 결과가 있다면 이전 설정의 것입니다.",
    no_answer: "아직 결과가 없습니다",
    own_plan: "직접 쓴 규칙",
    optimistic: "낙관적",
    equity: "자산",
    drawdown: "낙폭",
    curve_title: "자산과 낙폭",
    log_scale: "로그 축",
    as_table: "표",
    save_png: "PNG",
    save_csv: "CSV",
    chart_keys: "화살표 키로 시간축을 이동하고 +와 −로 확대·축소하며 Home으로 전체를 봅니다. 표 버튼은 같은 값을 표로 보여줍니다.",
    chart_failed: "차트를 그리지 못했습니다. 같은 값을 표에서 볼 수 있습니다.",
    all_metrics: "전체 지표와 계산식",
    metric: "지표",
    value: "값",
    formula: "계산식",
    find_metric: "지표 찾기",
    no_such_metric: "이름이 맞는 지표가 없습니다.",
    open_all: "모두 펼치기",
    close_all: "모두 접기",
    final_equity: "최종",
    longest: "최장",
    held: "보유",
    per_trade: "거래당",
    expectancy: "거래당",
    bars_held: "봉",
    months_title: "월별 수익률 (%)",
    months_note: "UTC 달력 기준",
    year: "연도",
    total: "연간",
    drawdowns_title: "큰 낙폭 순위",
    no_drawdown: "고점 아래로 내려간 적이 없습니다.",
    peak: "고점",
    valley: "저점",
    recovery: "회복",
    not_yet: "아직",
    length: "기간",
    scroll_hint: "옆으로 밀면 더 보입니다",
    trades: "거래",
    symbol: "종목",
    side: "방향",
    long: "롱",
    short: "숏",
    entry: "진입",
    exit: "청산",
    price: "가격",
    quantity: "수량",
    fees: "수수료",
    funding: "펀딩비",
    pnl: "손익",
    return_: "수익률",
    reason: "청산 이유",
    no_trades: "거래가 없습니다",
    no_trades_why: "진입 조건이 한 번도 성립하지 않았거나 모든 주문이 거절되었습니다. 거절 횟수는 아래 가정에 있습니다.",
    time: "시각",
    assumptions: "가정",
    data: "데이터",
    data_text: "샘플 데이터 — 생성된 값이며 실제 시세가 아닙니다.",
    annualisation: "연율화",
    path: "손절과 익절",
    sizing: "주문 크기",
    account: "계좌",
    risk: "리스크 한도",
    refusals: "거절된 주문",
    cuts: "줄어든 주문",
    none: "없음",
    spec_hash: "설정 해시",
    report_hash: "결과 해시",
    data_hash: "데이터 해시",
    engine: "엔진",
    copy_spec: "설정 복사",
    copy_spec_about: "명령줄에서 다시 실행할 수 있게 설정을 복사",
    copy_spec_hash: "설정 해시 복사",
    copy_report_hash: "결과 해시 복사",
    details: "계좌와 비용 세부",
    details_about: "주문 크기, 레버리지, 한도, 추가 비용입니다. 건드리지 않으면 기본값을 씁니다.",
    careful: "신중한 한도",
    careful_about: "모의·실거래를 시작할 때의 한도를 넣습니다",
    watched: "참고 종목",
    watched_help: "거래하지 않고 함께 불러와 규칙에서 참고만 하는 종목입니다.",
    honesty: "결과 검증",
    honesty_about: "미래를 미리 아는 값이 있는지 찾고, 두 엔진의 결과를 견주고, 다른 체결 방식과 비용으로도 실행해 봅니다. 몇 초 걸립니다.",
    check: "이 결과 검사하기",
    check_again: "다시 검사",
    check_running: "검사 중",
    check_failed: "검사에 실패했습니다.",
    check_cancelled: "검사를 취소했습니다.",
    check_stale: "마지막 검사 뒤에 설정이 바뀌었습니다.",
    ahead_steps: "미래 참조 (봉 단위)",
    ahead_columns: "미래 참조 (열 단위)",
    both_engines: "두 엔진",
    mark_sound: "이상 없음",
    mark_faulty: "문제 있음",
    mark_open: "해당 없음",
    warm_up: "준비 구간",
    warm_up_about: "값이 나오기까지 지나야 하는 봉 수입니다. 여러 값으로 만든 조건은 가장 느린 값과 함께 나옵니다.",
    known_value: "값",
    known_after: "준비 구간",
    known_at_once: "모든 값이 첫 봉부터 나옵니다.",
    band: "체결과 비용을 바꾼 결과",
    cost_multiple: "비용",
    profit_factor: "손익비 (PF)",
    this_run: "이 결과",
    about_what: "브라우저 탭 안의 퀀트 실험실입니다. 규칙을 고르고 숫자를 바꾸면 어떤 결과였을지 바로 보여줍니다. 계산은 WebAssembly로 컴파일한 Rust가 이 기기의 별도 스레드에서 합니다. 계정도 설치도 필요 없고, 데이터는 탭 밖으로 나가지 않습니다.",
    about_sample: "여기 보이는 시장은 시드로 생성한 샘플입니다. 실제 시장처럼 추세와 잔잔한 때와 폭풍, 갭과 중단이 있지만 어떤 실제 시세와도 관계가 없습니다.",
    about_version: "이 버전",
    about_browser: "이 브라우저",
    about_edge: "거래소 중계",
    about_licences: "사용한 소프트웨어",
    fact_version: "버전",
    fact_build: "빌드",
    fact_commit: "커밋",
    fact_engine: "엔진",
    fact_workers: "계산 워커",
    fact_offline: "오프라인 사용",
    fact_storage: "저장 공간",
    offline_next: "다음 방문부터",
    edge_asking: "확인하는 중…",
    edge_reachable: "연결됩니다.",
    edge_absent: "이 주소에서는 제공하지 않거나 오프라인입니다.",
    edge_needs: "거래소의 캔들을 가져올 때만 중계가 필요합니다. 거래소가 브라우저의 요청을 거부하거나 제한하기 때문입니다. 샘플 시장의 백테스트, 페이지, 오프라인 사용은 중계 없이 됩니다.",
    timeframe_name,
    span,
    wrong,
    storage_of: |used, quota| format!("{quota}MB 중 {used}MB 사용"),
    workers_of: |workers, cores| format!("{workers}개 실행 중, 코어 {cores}개"),
    took: |millis| format!("{millis}ms"),
    progress: |done, of| format!("실행 중, {of}단계 중 {done}단계"),
    trades_count: |closed, open| match open {
        0 => format!("거래 {closed}건 · 금액은 {}", money()),
        _ => format!("청산 {closed}건, 보유 중 {open}건 · 금액은 {}", money()),
    },
    chart_summary: |from, to, start, end, gain, depth| {
        format!(
            "{from}부터 {to}까지 계좌는 {start}{0}에서 {end}{0}이 되었습니다({gain}). 고점 대비 최대 낙폭은 {depth}입니다.",
            money()
        )
    },
    money: |amount| format!("{amount}{}", money()),
    days: |days| format!("{days}일"),
    bars: |bars| format!("{bars}봉"),
    years: |years| format!("{years}년"),
    factor: |bars| format!("연환산 √{bars}"),
    bars_a_year: |bars| format!("연 {bars}봉"),
    month: |number| format!("{number}월"),
    dates_in: |zone| format!("{zone} 날짜"),
    annualisation_text: |days, bar, bars, root| {
        format!(
            "1년은 거래일 {days}일, {bar} 봉으로 {bars}개입니다. 봉 단위 비율에 √{bars} = {root}를 곱합니다."
        )
    },
    costs_text: |charged, fees, slipped| {
        format!(
            "{charged}. 이번 실행에서 낸 비용: 수수료 {fees}{0}, 슬리피지 {slipped}{0}.",
            money()
        )
    },
    changed: |count| format!("{count}개 변경"),
    checking: |done, of| format!("검사 중, {of}단계 중 {}단계", (done + 1).min(of)),
    checked: |millis| format!("{millis}ms 만에 검사했습니다."),
    more_values: |count| format!("이보다 늦지 않게 나오는 값이 {count}개 더 있습니다."),
    or_more: |bars| format!("{bars} 이상"),
    times: |times| format!("{times}배"),
    take_symbols: |names| format!("{names}로 바꾸기"),
    take_bars: |bars| format!("{bars} 봉으로 바꾸기"),
    coverage_of: |bars, gaps, missing| match gaps {
        0 => format!("봉 {bars}개, 빈 곳 없음"),
        _ => format!("봉 {bars}개, 빈 곳 {gaps}곳에 {missing}개 없음"),
    },
    funding_text: |paid| format!("펀딩비와 대여료: {paid}{}.", money()),
};

fn timeframe_name(frame: Timeframe) -> &'static str {
    match frame {
        Timeframe::Hour1 => "1시간",
        Timeframe::Day1 => "1일",
        other => other.as_str(),
    }
}

fn span(years: Option<i64>) -> String {
    match years {
        None => "전체".to_owned(),
        Some(years) => format!("{years}년"),
    }
}

fn wrong(problem: &Problem, name: &str) -> String {
    let got = &problem.got;
    match &problem.wrong {
        Wrong::NotANumber if got.trim().is_empty() => format!("{name}: 숫자를 입력하세요."),
        Wrong::NotANumber => format!("{name}: “{got}”은(는) 숫자가 아닙니다."),
        Wrong::NotWhole => format!("{name}: {got}은(는) 정수가 아닙니다."),
        Wrong::Outside(range) => {
            let (min, max) = (format::bound(range.min), format::bound(range.max));
            format!("{name}: {got}은(는) {min} – {max} 범위를 벗어납니다.")
        }
        Wrong::Unknown(known) => {
            format!(
                "{name}: “{got}”은(는) 없는 값입니다. 가능한 값: {}.",
                known.join(", ")
            )
        }
        Wrong::Empty => format!("{name}: 하나 이상 선택하세요."),
        Wrong::Twice => format!("{name}: {got}에 같은 것이 두 번 있습니다."),
        Wrong::NoSuchParam => format!("{name}: 이 전략에 없는 매개변수입니다."),
        Wrong::Relation(must) => {
            format!(
                "{name}: {got}은(는) 쓸 수 없습니다. {}이어야 합니다.",
                must.ko
            )
        }
        Wrong::Idle => format!("{name}: 다른 선택 때문에 쓰이지 않는 값입니다."),
        Wrong::NothingInside => {
            format!("{name}: 일봉에서만 안쪽의 시간봉을 재생할 수 있습니다.")
        }
        Wrong::Together(why) => format!("이 설정은 실행할 수 없습니다: {why}."),
    }
}

/// The money of the answer on show, as it is written behind an amount.
fn money() -> String {
    match crate::state::quote() {
        "KRW" => "원".to_owned(),
        other => format!(" {other}"),
    }
}
