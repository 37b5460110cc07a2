namespace Scanner.Publishing.Metrics;

/// <summary>How an attempt to write or delete a report ended: the values of a label, a public contract.</summary>
public enum ReportWriteResult
{
    /// <summary>It is stored.</summary>
    Written,

    /// <summary>It is gone, as it should be.</summary>
    Deleted,

    /// <summary>The server does not want it: a right is missing, the API is not served, the namespace is gone, or a policy is against it.</summary>
    Refused,

    /// <summary>No answer, 429 or an error of the server; it is tried again.</summary>
    Failed,
}
