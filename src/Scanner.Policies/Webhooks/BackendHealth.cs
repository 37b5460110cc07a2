using Scanner.Policies.Matching;
using Scanner.Policies.Objects;

namespace Scanner.Policies.Webhooks;

/// <summary>Whether somebody would answer a webhook.</summary>
public enum BackendHealth
{
    /// <summary>A URL, or the endpoints of the Service are not known.</summary>
    Unknown,

    /// <summary>Its Service has a ready endpoint.</summary>
    Ready,

    /// <summary>Its Service has none, so that every call fails.</summary>
    NoEndpoint,
}
