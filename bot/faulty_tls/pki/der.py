"""Writing DER (X.690)."""


def der_element(tag: int, content: bytes) -> bytes:
    """The element with this tag of one octet, its length in as few octets as can be (10.1)."""
    length = len(content)
    if length < 0x80:
        return bytes((tag, length)) + content
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(octets))) + octets + content
