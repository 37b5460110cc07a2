namespace Scanner.ApiServer.Tests.Connections;

/// <summary>How a certificate names the key of its authority.</summary>
internal enum AuthorityHint
{
    /// <summary>Not at all, as certificates of simple scripts.</summary>
    None,

    /// <summary>By the key.</summary>
    Key,

    /// <summary>By key, name and serial number, as easy-rsa does: after a renewal the number is another one.</summary>
    KeyNameAndSerial,
}
