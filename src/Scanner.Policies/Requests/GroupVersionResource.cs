namespace Scanner.Policies.Requests;

/// <summary>A resource of the API, as AdmissionReview v1 names it. The core group is empty.</summary>
public sealed record GroupVersionResource(string Group, string Version, string Resource);
