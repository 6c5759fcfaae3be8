//! A client that costs little: raw requests over keep-alive connections, one at a time on each.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Sends them all and waits for every answer, each a 2xx.
pub(crate) async fn send(address: SocketAddr, mut requests: Vec<Vec<u8>>, connections: usize) {
    let share = requests.len().div_ceil(connections);
    let mut running = Vec::new();
    while !requests.is_empty() {
        let rest = requests.split_off(share.min(requests.len()));
        let mine = std::mem::replace(&mut requests, rest);
        running.push(tokio::spawn(converse(address, mine)));
    }
    for connection in running {
        connection.await.unwrap();
    }
}

async fn converse(address: SocketAddr, requests: Vec<Vec<u8>>) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    let mut answer = Vec::with_capacity(1024);
    for request in requests {
        stream.write_all(&request).await.unwrap();
        answer.clear();
        while !is_whole(&answer) {
            let read = stream.read_buf(&mut answer).await.unwrap();
            assert_ne!(read, 0, "the server hung up");
        }
        assert!(
            answer.starts_with(b"HTTP/1.1 2"),
            "{}",
            String::from_utf8_lossy(&answer)
        );
    }
}

fn is_whole(answer: &[u8]) -> bool {
    let Some(head) = answer.windows(4).position(|four| four == b"\r\n\r\n") else {
        return false;
    };
    let text = std::str::from_utf8(&answer[..head]).unwrap();
    let length: usize = text
        .lines()
        .filter_map(|line| line.split_once(": "))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map_or(0, |(_, length)| length.parse().unwrap());
    answer.len() >= head + 4 + length
}
