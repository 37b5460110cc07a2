namespace Scanner.Publishing.Notifications;

/// <summary>What happened to a finding.</summary>
public enum ChangeKind : byte
{
    /// <summary>It is there, and was not before.</summary>
    Appeared,

    /// <summary>It has another severity than before.</summary>
    SeverityChanged,

    /// <summary>It is no more, is accepted by an exception now, or has become less severe than is asked for.</summary>
    Gone,
}
