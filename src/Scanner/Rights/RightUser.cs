namespace Scanner.Rights;

/// <summary>The commands that need rights.</summary>
internal enum RightUser : byte
{
    /// <summary><c>scanner run</c>, by a service account.</summary>
    Run,

    /// <summary><c>scanner scan</c>, <c>probe</c>, <c>review</c> and <c>rbac</c>, by a person.</summary>
    Scan,

    /// <summary>The same, where the cluster has policy engines or webhooks behind Services.</summary>
    ScanOfEngines,
}
