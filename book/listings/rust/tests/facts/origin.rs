use listings::origin::allowed;
use tokio_tungstenite::tungstenite::http::HeaderMap;
use tokio_tungstenite::tungstenite::http::header::{HeaderValue, ORIGIN};

fn is_allowed(origins: &[&'static str]) -> bool {
    let mut headers = HeaderMap::new();
    for origin in origins {
        headers.append(ORIGIN, HeaderValue::from_static(origin));
    }
    allowed(&headers)
}

#[test]
fn programs_and_pages_of_this_computer_are_allowed() {
    assert!(is_allowed(&[]));
    for page in ["http://localhost:8080", "http://127.0.0.1", "https://[::1]:3000"] {
        assert!(is_allowed(&[page]), "{page}");
    }
}

#[test]
fn every_other_page_is_not() {
    for page in [
        "https://evil.example",
        "http://localhost.evil.example",
        "http://localhost@evil.example",
        "http://127.0.0.1.evil.example:8080",
        "localhost",
        "null",
        "",
    ] {
        assert!(!is_allowed(&[page]), "{page}");
    }
    assert!(!is_allowed(&["http://localhost", "https://evil.example"]));
}
