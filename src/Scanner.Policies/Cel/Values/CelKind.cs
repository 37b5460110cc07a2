namespace Scanner.Policies.Cel.Values;

/// <summary>The kinds of values of CEL. The last two are no values of the language but take their place.</summary>
public enum CelKind
{
    Null,
    Bool,
    Int,
    Uint,
    Double,
    String,
    Bytes,
    List,
    Map,
    Timestamp,
    Duration,
    Type,
    Optional,

    /// <summary>A value of a library of Kubernetes: an IP address, a quantity, a URL.</summary>
    Opaque,

    /// <summary>The evaluation went wrong here; see <see cref="CelError"/>.</summary>
    Error,

    /// <summary>Depends on something that is not known; see <see cref="CelUnknown"/>.</summary>
    Unknown,
}
