namespace Scanner.Policies.Requests;

/// <summary>A kind of the API, as AdmissionReview v1 names it. The core group is empty.</summary>
public sealed record GroupVersionKind(string Group, string Version, string Kind);
