//! A client that costs little: raw requests over keep-alive connections, one at a time on each.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Open connections, one after the other: many at once may overrun the listener's queue, which costs a second.
pub(crate) async fn connect(address: SocketAddr, connections: usize) -> Vec<TcpStream> {
    let mut open = Vec::with_capacity(connections);
    for _ in 0..connections {
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        open.push(stream);
    }
    open
}

/// Sends all requests and waits for every answer, each a 2xx.
pub(crate) async fn send(connections: Vec<TcpStream>, mut requests: Vec<Vec<u8>>) {
    let share = requests.len().div_ceil(connections.len());
    let mut running = Vec::new();
    for stream in connections {
        let rest = requests.split_off(share.min(requests.len()));
        let mine = std::mem::replace(&mut requests, rest);
        running.push(tokio::spawn(converse(stream, mine)));
    }
    for connection in running {
        connection.await.unwrap();
    }
}

async fn converse(mut stream: TcpStream, requests: Vec<Vec<u8>>) {
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
