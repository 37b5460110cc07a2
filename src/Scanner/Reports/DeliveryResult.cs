namespace Scanner.Reports;

/// <summary>What became of a report.</summary>
internal enum DeliveryResult : byte
{
    /// <summary>It is as it should be.</summary>
    Done,

    /// <summary>There is no such namespace any more, or it is about to go: there is nothing to write to.</summary>
    NamespaceGone,

    /// <summary>The server does not serve the API.</summary>
    NotServed,

    /// <summary>The right is missing.</summary>
    Forbidden,

    /// <summary>The server does not want it, and would not want it again.</summary>
    Refused,

    /// <summary>The server has no time, does not answer, or failed: later it may.</summary>
    Later,
}
